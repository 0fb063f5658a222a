using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Overview;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hubs;

/// <summary>What a client may ask of the gateway as a whole: the limits and the rights of its connection, and the overview.</summary>
internal sealed class ConnectionDesk(RightsRenewer renewer, OverviewDesk overview, IOptions<GatewayHubOptions> options, TimeProvider time)
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
}
