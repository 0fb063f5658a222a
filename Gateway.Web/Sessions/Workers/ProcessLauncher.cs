using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Starts the worker program.</summary>
internal sealed class ProcessLauncher(
    IOptions<WorkerOptions> options, IProcessTable processes, TimeProvider time, ILogger<WorkerProcess> logger) : IWorkerLauncher
{
    private const string NonceVariable = "GATEWAY_WORKER_NONCE";

    private readonly WorkerOptions _options = options.Value;

    public IWorkerProcess Launch(WorkerLaunch launch)
    {
        var program = WorkerProgram.Find(_options);
        var start = new ProcessStartInfo
        {
            FileName = program.FileName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in program.Arguments.Concat(ArgumentsOf(launch)))
        {
            start.ArgumentList.Add(argument);
        }

        // The nonce is passed in the environment, because only the same user can read the environment of a process, while everyone can
        // read its arguments.
        start.Environment[NonceVariable] = Convert.ToBase64String(launch.Nonce);
        try
        {
            var process = Process.Start(start)!;
            BindToThisProcess(process, launch);
            return new WorkerProcess(process, launch, processes, time, logger);
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            throw new GatewayException(
                GatewayErrorCode.WorkerStartFailed, "The worker program could not be started; the gateway's log has the reason.", inner: error);
        }
    }

    public IWorkerProcess? Find(ProcessIdentity identity) =>
        identity.PresenceIn(processes) == ProcessPresence.Gone ? null : new AdoptedProcess(identity, processes, time, logger);

    // On every system the worker also watches for the end of its standard input; on systems other than Windows that is the only way.
    private void BindToThisProcess(Process process, WorkerLaunch launch)
    {
        if (!launch.EndWithGateway || !OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            WorkerJob.Add(process);
        }
        catch (Win32Exception error)
        {
            WorkerLog.NotBound(logger, launch.SessionId, error);
        }
    }

    private IEnumerable<string> ArgumentsOf(WorkerLaunch launch)
    {
        yield return "--session-id";
        yield return launch.SessionId;
        yield return "--pipe-name";
        yield return launch.PipeName;
        yield return "--backend";
        yield return launch.Backend;
        yield return "--ring-events";
        yield return _options.RingEvents.ToString(CultureInfo.InvariantCulture);
        yield return "--ring-bytes";
        yield return _options.RingBytes.ToString(CultureInfo.InvariantCulture);
        yield return "--max-orphan-seconds";
        yield return _options.MaxOrphanLifetimeSeconds.ToString(CultureInfo.InvariantCulture);
        yield return "--end-with-gateway";
        yield return launch.EndWithGateway ? "true" : "false";
        if (launch.IsSpare)
        {
            yield return "--spare";
            yield return "true";
        }

        foreach (var (key, value) in _options.Backends[launch.Backend])
        {
            yield return "--option";
            yield return $"{key}={value}";
        }
    }
}
