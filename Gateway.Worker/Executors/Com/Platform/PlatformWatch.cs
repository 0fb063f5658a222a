using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com.Platform;

/// <summary>
/// Checks whether the platform still answers. The component does not report the loss of the platform: it still looks alive, but
/// every read has bad quality. After a time of silence the probe reads its item. The result is a state, never an event. Used only on
/// the apartment's thread, except <see cref="Info"/>.
/// </summary>
internal sealed class PlatformWatch(PlatformProbe probe, TimeSpan silence, EventActivity activity, TimeProvider time, ILogger logger)
{
    private volatile PlatformInfo _info = new() { State = PlatformState.Unknown, Since = time.GetUtcNow().UtcDateTime };
    private long _lastProbe = time.GetTimestamp();

    public PlatformInfo Info => _info;

    /// <summary>
    /// Time until the next probe is due; null while a probe is running, because the command runner has its deadline.
    /// </summary>
    public TimeSpan? UntilNext => probe.IsReading ? null : silence - time.GetElapsedTime(Math.Max(_lastProbe, activity.LastLife));

    public void Advance()
    {
        if (probe.Conclude() is { } isAlive)
        {
            Found(isAlive ? PlatformState.Alive : PlatformState.Lost);
        }

        if (UntilNext <= TimeSpan.Zero && !probe.Begin())
        {
            Found(PlatformState.Lost);
        }
    }

    /// <summary>Ends a probe that is running.</summary>
    public void End() => probe.End();

    private void Found(PlatformState state)
    {
        _lastProbe = time.GetTimestamp();
        if (state != _info.State)
        {
            _info = new PlatformInfo { State = state, Since = time.GetUtcNow().UtcDateTime };
            ComExecutorLog.PlatformChanged(logger, state);
        }
    }
}
