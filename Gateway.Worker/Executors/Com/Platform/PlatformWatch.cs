using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com.Platform;

/// <summary>
/// Finds out whether the platform is still there: its loss announces itself by nothing, the component looks alive and every
/// read is bad. After a silence an item is read through a registration of its own, made anew each time because old ones stay
/// dead. The finding is a state; no event is made of it. Apartment's thread only, but for <see cref="Info"/>.
/// </summary>
internal sealed class PlatformWatch(
    string item, ComOptions options, IMxAccess access, MxCommandRunner runner, EventActivity activity, TimeProvider time, ILogger logger)
{
    private const string ClientName = "Gateway probe";

    private volatile PlatformInfo _info = new() { State = PlatformState.Unknown, Since = time.GetUtcNow().UtcDateTime };
    private Task<MxReply>? _probe;
    private int _server;
    private long _lastProbe = time.GetTimestamp();

    public PlatformInfo Info => _info;

    /// <summary>How long until the next probe is due; a running probe has its own deadline in the runner.</summary>
    public TimeSpan? UntilNext => _probe is null ? options.ProbeSilence - time.GetElapsedTime(Math.Max(_lastProbe, activity.LastLife)) : null;

    public void Advance()
    {
        if (_probe is { IsCompleted: true })
        {
            Conclude(_probe);
        }

        if (_probe is null && UntilNext <= TimeSpan.Zero)
        {
            Begin();
        }
    }

    /// <summary>Gives the probe's registration back.</summary>
    public void End()
    {
        if (_server != 0)
        {
            access.Unregister(_server);
            _server = 0;
        }
    }

    private void Begin()
    {
        if (Hresults.Failed(access.Register(ClientName, out _server)))
        {
            _server = 0;
            Found(PlatformState.Lost);
            return;
        }

        _probe = runner.RunAsync(new MxCommand
        {
            Method = MxMethod.ReadBulk,
            ServerHandle = _server,
            ItemDefinitions = [item],
            ReadTimeoutMs = (int)options.ProbeTimeout.TotalMilliseconds,
            MaxAgeMs = 0,
        });
    }

    private void Conclude(Task<MxReply> probe)
    {
        var read = probe.IsCompletedSuccessfully ? probe.GetAwaiter().GetResult().Results![0] : null;
        var isAlive = read is { Hresult: Hresults.Ok, Quality: { } quality } && !EventActivity.IsBad(quality);
        _probe = null;
        End();
        Found(isAlive ? PlatformState.Alive : PlatformState.Lost);
    }

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
