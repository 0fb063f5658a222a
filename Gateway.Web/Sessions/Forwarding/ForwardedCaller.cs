using System.Net;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>
/// Makes the caller of a forwarded call one of those whose rights are watched, as a request over HTTP does. Its rights come from the
/// token alone; what the edge says is for the audit trail.
/// </summary>
internal sealed class ForwardedCaller(TokenValidator tokens, CallerRegistry callers, AccessMetrics metrics, IAudit audit, TimeProvider time)
{
    /// <summary>Where a call comes from, as it is written into the audit trail.</summary>
    public static string OriginOf(ForwardedCall request) =>
        IPAddress.TryParse(request.ClientAddress, out var address) ? $"edge {request.Node}, {address}" : $"edge {request.Node}";

    /// <summary>The caller; it is to be given back with <see cref="End"/>.</summary>
    /// <exception cref="GatewayException"><c>Unauthenticated</c>.</exception>
    public async Task<LiveCaller> BeginAsync(ForwardedCall request, CancellationToken cancellationToken)
    {
        var validation = await tokens.ValidateAsync(request.Token, cancellationToken);
        if (validation.Caller is not { } caller)
        {
            var reason = validation.Refusal ?? TokenRefusal.Malformed;
            metrics.TokenRefused(reason);
            audit.Record(new AuditEntry
            {
                Action = AuditActions.TokenRefused,
                RemoteAddress = OriginOf(request),
                Result = nameof(GatewayErrorCode.Unauthenticated),
                Detail = $"Token refused: {reason}.",
            });
            throw new GatewayException(GatewayErrorCode.Unauthenticated, "The owner of the session did not accept the token.");
        }

        var origin = new ConnectionOrigin { ConnectionId = $"edge-{Guid.NewGuid():N}", RemoteAddress = OriginOf(request), Transport = "edge", Protocol = "messagepack" };
        var live = new LiveCaller(origin, caller, new ConnectionQuota(1, 1, time), static () => { });
        callers.Add(live);
        return live;
    }

    public void End(LiveCaller live) => callers.Remove(live);
}
