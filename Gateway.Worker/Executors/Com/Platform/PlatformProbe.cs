using Gateway.Contracts;

namespace Gateway.Worker.Executors.Com.Platform;

/// <summary>
/// Reads one item to check whether the platform answers. Each read has a registration that is made only for it, because registrations
/// from before the loss of the platform stay dead. Used only on the apartment's thread.
/// </summary>
internal sealed class PlatformProbe(string item, TimeSpan timeout, IMxAccess access, MxCommandRunner runner)
{
    private const string ClientName = "Gateway probe";

    private Task<MxReply>? _reading;
    private int _server;

    /// <summary>Whether a read has begun and was not yet concluded.</summary>
    public bool IsReading => _reading is not null;

    /// <summary>Begins to read.</summary>
    /// <returns>False when the component refuses even the registration.</returns>
    public bool Begin()
    {
        if (Hresults.Failed(access.Register(ClientName, out _server)))
        {
            _server = 0;
            return false;
        }

        _reading = runner.RunAsync(new MxCommand
        {
            Method = MxMethod.ReadBulk,
            ServerHandle = _server,
            ItemDefinitions = [item],
            ReadTimeoutMs = (int)timeout.TotalMilliseconds,
            MaxAgeMs = 0,
        });
        return true;
    }

    /// <summary>Concludes the read when it is complete.</summary>
    /// <returns>Whether the platform answered with a value that is not bad; null when no read is complete.</returns>
    public bool? Conclude()
    {
        if (_reading is not { IsCompleted: true } reading)
        {
            return null;
        }

        var read = reading.IsCompletedSuccessfully ? reading.GetAwaiter().GetResult().Results![0] : null;
        _reading = null;
        End();
        return read is { Hresult: Hresults.Ok, Quality: { } quality } && !EventActivity.IsBad(quality);
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
}
