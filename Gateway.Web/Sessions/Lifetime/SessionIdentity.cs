using Gateway.Contracts;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>The identity of a session. Only its session tag may change.</summary>
internal sealed record SessionIdentity(
    string SessionId, string? Name, string? SessionTag, string Backend, string Owner, DateTime CreatedAt)
{
    public static SessionIdentity Of(OpenSessionRequest request, string backend, string owner, DateTime createdAt) =>
        new(Guid.NewGuid().ToString("N"), request.Name, request.SessionTag, backend, owner, createdAt);
}
