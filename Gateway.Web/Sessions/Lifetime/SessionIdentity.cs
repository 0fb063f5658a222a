using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>The identity of a session. Only its session tag may change.</summary>
internal sealed record SessionIdentity(
    string SessionId, string? Name, string? SessionTag, string Backend, string Owner, DateTime CreatedAt)
{
    /// <summary>Owner of the sessions that the gateway opened for itself. No client runs commands on them, changes their tag or ends them.</summary>
    public const string GatewayOwner = Caller.OfGateway + "alarms";

    /// <summary>What the client that opened the session calls itself. It is what the client says, not proof.</summary>
    public string? ClientIdentity { get; init; }

    /// <summary>The client's own reference for the session.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The site that the session belongs to; null when the gateway takes part in none.</summary>
    public string? Site { get; init; }

    public bool IsOfGateway => Owner == GatewayOwner;

    public static SessionIdentity Of(string sessionId, OpenSessionRequest request, string backend, string owner, DateTime createdAt) =>
        new(sessionId, request.Name, request.SessionTag, backend, owner, createdAt)
        {
            ClientIdentity = request.ClientIdentity,
            CorrelationId = request.CorrelationId,
        };
}
