using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Creates sessions: with the identity and the lease that a client requests, or with those of an earlier gateway.</summary>
internal sealed class SessionFactory(OpenSessionValidator validator, SessionAssembler assembler, HomeSite home, IOptions<SessionOptions> options, TimeProvider time)
{
    /// <param name="request">What the client asks for.</param>
    /// <param name="owner">Subject of the caller.</param>
    /// <param name="nextId">Returns the id of a new session with a backend. Not called for a request that is refused.</param>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public Session Create(OpenSessionRequest request, string owner, Func<string, string> nextId)
    {
        var backend = validator.Check(request);
        var identity = SessionIdentity.Of(nextId(backend), request, backend, owner, time.GetUtcNow().UtcDateTime) with { Site = home.Name };
        return assembler.Assemble(identity, Lease(request.LeaseSeconds ?? options.Value.DefaultLeaseSeconds, request.CloseWhenDetached));
    }

    /// <summary>A session of an earlier gateway, which has no worker yet.</summary>
    public Session Restore(SessionRecord row) => assembler.Assemble(row.Identity with { Site = home.Name }, Lease(row.LeaseSeconds, row.CloseWhenDetached));

    private SessionLease Lease(int seconds, bool closeWhenDetached) =>
        new(TimeSpan.FromSeconds(seconds), closeWhenDetached, TimeSpan.FromSeconds(options.Value.DetachGraceSeconds), time);
}
