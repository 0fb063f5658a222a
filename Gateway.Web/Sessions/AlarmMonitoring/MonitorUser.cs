using Gateway.Contracts;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// The platform's user under which acknowledgements and shelvings are written. It is logged in when the session begins. A refused log-in stops no
/// watching: writes are refused until it succeeds. It is repeated by later writes, but not often, because many failures may lock the account.
/// May be used on any thread.
/// </summary>
internal sealed class MonitorUser(MonitorSession session, AlarmMonitorOptions options, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan RepeatAfter = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Task<MxReply?>? _attempt;
    private MxReply? _refusal;
    private long _refusedAt;
    private volatile bool _isLoggedIn;

    /// <summary>The user's id for writes; 0 means no user.</summary>
    public int Id { get; private set; } = options.UserId;

    /// <summary>Whether nobody is to be logged in, or it is.</summary>
    public bool MayWrite => _isLoggedIn || string.IsNullOrEmpty(options.User);

    /// <returns>Null when writes may be made; otherwise how the platform refused the user.</returns>
    /// <exception cref="Errors.GatewayException">The session did not answer.</exception>
    public Task<MxReply?> LogInAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (MayWrite || IsTooEarly)
            {
                return Task.FromResult(MayWrite ? null : _refusal);
            }

            return _attempt is { IsCompleted: false } ? _attempt : _attempt = TryAsync(cancellationToken);
        }
    }

    private bool IsTooEarly => _refusal is not null && time.GetElapsedTime(_refusedAt) < RepeatAfter;

    private async Task<MxReply?> TryAsync(CancellationToken cancellationToken)
    {
        var reply = await session.AuthenticateAsync(options.User!, options.Password!, cancellationToken);
        lock (_gate)
        {
            if (reply is { Hresult: >= 0, ReturnValue: { } id })
            {
                (Id, _refusal, _isLoggedIn) = (id, null, true);
                return null;
            }

            (_refusal, _refusedAt) = (reply, time.GetTimestamp());
        }

        logger.UserRefused(options.User!, reply.Hresult, reply.Diagnostic);
        return reply;
    }
}
