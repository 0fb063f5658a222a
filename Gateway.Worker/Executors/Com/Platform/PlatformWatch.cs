using Gateway.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Executors.Com.Platform;

/// <summary>
/// Checks whether the platform still answers. The component does not report the loss of the platform: it still looks alive, but
/// every read has bad quality. After a time of silence an item is read through a registration that is made only for this read,
/// because registrations from before the loss stay dead. The result is a state, never an event. Used only on the apartment's
/// thread, except <see cref="Info"/>.
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

    /// <summary>
    /// Time until the next probe is due; null while a probe is running, because the command runner has its deadline.
    /// </summary>
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

    /// <summary>Unregisters the probe's registration.</summary>
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
