using Gateway.Contracts;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Who a session is. Of all this only the session tag may change.</summary>
internal sealed record SessionIdentity(
    string SessionId, string? Name, string? SessionTag, string Backend, string Owner, DateTime CreatedAt)
{
    public static SessionIdentity Of(OpenSessionRequest request, string backend, string owner, DateTime createdAt) =>
        new(Guid.NewGuid().ToString("N"), request.Name, request.SessionTag, backend, owner, createdAt);
}
