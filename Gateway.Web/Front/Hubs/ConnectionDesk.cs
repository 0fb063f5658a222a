using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Catalogue;
using Gateway.Web.Sessions.Overview;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hubs;

/// <summary>What a client may ask beside its sessions and streams: the limits and the rights of its connection, the overview, and what items there are.</summary>
internal sealed class ConnectionDesk(RightsRenewer renewer, OverviewDesk overview, ItemFinder items, IOptions<GatewayHubOptions> options, TimeProvider time)
{
    private readonly HubLimits _limits = new() { MaxMessageBytes = options.Value.MaxMessageBytes };

    /// <summary>The limits of every connection, so that clients can stay within them.</summary>
    /// <exception cref="GatewayException"><c>TokenExpired</c> or <c>TokenRevoked</c>.</exception>
    public HubLimits LimitsFor(LiveCaller live)
    {
        live.Demand(time.GetUtcNow());
        return _limits;
    }

    /// <inheritdoc cref="RightsRenewer.RenewAsync"/>
    public Task<TokenRenewal> RenewAsync(LiveCaller live, string token, CancellationToken cancellationToken) => renewer.RenewAsync(live, token, cancellationToken);

    /// <inheritdoc cref="OverviewDesk.Open"/>
    public IAsyncEnumerable<OverviewItem> Watch(LiveCaller live, OverviewRequest request, CancellationToken cancellationToken) =>
        overview.Open(live, request, cancellationToken);

    /// <inheritdoc cref="ItemFinder.FindAsync"/>
    public Task<ItemPage> FindAsync(LiveCaller live, string sessionId, FindItemsRequest request, CancellationToken cancellationToken) =>
        items.FindAsync(live, sessionId, request, cancellationToken);
}
