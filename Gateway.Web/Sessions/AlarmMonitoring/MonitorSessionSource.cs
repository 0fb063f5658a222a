using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Finds the monitor's session after a restart, or opens it.</summary>
internal sealed class MonitorSessionSource(SessionManager sessions, IOptions<AlarmMonitorOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether this gateway opens sessions; if not, it has no monitor.</summary>
    public bool IsThere => sessions.OpensSessions;

    /// <returns>A session that is ready and has the configured session tag.</returns>
    /// <exception cref="GatewayException">No session can be opened.</exception>
    public async Task<Session> FindOrOpenAsync(CancellationToken cancellationToken)
    {
        while (sessions.All.FirstOrDefault(IsCandidate) is { } session)
        {
            if (session.Status.State == SessionState.Ready)
            {
                if (session.Identity.SessionTag != options.Value.SessionTag)
                {
                    await session.Life.SetTagAsync(options.Value.SessionTag);
                }

                return session;
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        var request = new OpenSessionRequest
        {
            Name = MonitorSession.Name,
            SessionTag = options.Value.SessionTag,
            Backend = options.Value.Backend,
        };
        return await sessions.OpenAsync(request, SessionIdentity.GatewayOwner, cancellationToken);
    }

    // One of another backend is closed by its lease.
    private bool IsCandidate(Session session) => session.Identity.IsOfGateway
        && (options.Value.Backend is null || session.Identity.Backend == options.Value.Backend)
        && session.Status.State is (SessionState.Creating or SessionState.Starting or SessionState.Ready);
}
