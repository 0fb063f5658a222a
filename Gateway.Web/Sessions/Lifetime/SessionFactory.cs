using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Creates sessions: with the identity and the lease that a client requests, or with those of an earlier gateway.</summary>
internal sealed class SessionFactory(OpenSessionValidator validator, SessionAssembler assembler, HomeSite home, IOptions<SessionOptions> options, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public Session Create(OpenSessionRequest request, string owner)
    {
        var identity = SessionIdentity.Of(request, validator.Check(request), owner, time.GetUtcNow().UtcDateTime) with { Site = home.Name };
        return assembler.Assemble(identity, Lease(request.LeaseSeconds ?? options.Value.DefaultLeaseSeconds, request.CloseWhenDetached));
    }

    /// <summary>A session of an earlier gateway, which has no worker yet.</summary>
    public Session Restore(SessionRecord row) => assembler.Assemble(row.Identity with { Site = home.Name }, Lease(row.LeaseSeconds, row.CloseWhenDetached));

    private SessionLease Lease(int seconds, bool closeWhenDetached) =>
        new(TimeSpan.FromSeconds(seconds), closeWhenDetached, TimeSpan.FromSeconds(options.Value.DetachGraceSeconds), time);
}
