using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>How the worker program is called.</summary>
internal sealed class WorkerCommand(IOptions<WorkerOptions> options)
{
    private const string NonceVariable = "GATEWAY_WORKER_NONCE";

    private readonly WorkerOptions _options = options.Value;

    /// <summary>The call of a worker for one session.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>: there is no worker program.</exception>
    public ProcessStartInfo Of(WorkerLaunch launch)
    {
        var start = With(ArgumentsOf(launch));

        // The nonce is passed in the environment, because only the same user can read the environment of a process, while everyone can
        // read its arguments.
        start.Environment[NonceVariable] = Convert.ToBase64String(launch.Nonce);
        return start;
    }

    /// <summary>The call of a worker that gets its session later.</summary>
    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>: there is no worker program.</exception>
    public ProcessStartInfo OfSpare() => With(["--spare"]);

    /// <summary>What a spare worker reads from its standard input to become the worker of a session.</summary>
    /// <returns>Null when an argument has a line break, which this form cannot carry.</returns>
    public byte[]? ClaimOf(WorkerLaunch launch)
    {
        string[] lines = [Convert.ToBase64String(launch.Nonce), .. ArgumentsOf(launch)];
        return lines.Any(line => line.Length == 0 || line.Contains('\n', StringComparison.Ordinal))
            ? null
            : Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n\n");
    }

    private ProcessStartInfo With(IEnumerable<string> arguments)
    {
        var program = WorkerProgram.Find(_options);
        return new ProcessStartInfo(program.FileName, program.Arguments.Concat(arguments))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
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
        foreach (var (key, value) in _options.Backends[launch.Backend])
        {
            yield return "--option";
            yield return $"{key}={value}";
        }
    }
}
