using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Worker;
using Gateway.Worker.Executors;
using Gateway.Worker.Probe;

if (ProbeCommand.IsMeant(args))
{
    return await ProbeCommand.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
}

var faults = new List<string>();
var options = WorkerArguments.Parse(args, faults);
var nonce = WorkerArguments.TakeNonce(faults);
if (options is null || nonce is null)
{
    faults.ForEach(Console.Error.WriteLine);
    Console.Error.WriteLine(WorkerArguments.Usage);
    return ExitCodes.BadArguments;
}

using var loggers = WorkerLogging.Create();
var executor = ExecutorFactory.Create(options, TimeProvider.System, loggers, faults);
if (executor is null)
{
    faults.ForEach(Console.Error.WriteLine);
    return ExitCodes.BadArguments;
}

using var stopping = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
if (options.EndWithGateway)
{
    GatewayWatch.Start(Console.OpenStandardInput(), stopping.Cancel);
}

var identity = new WorkerIdentity(options.SessionId, options.PipeName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), nonce);
await using var host = new WorkerHost(options, identity, executor, TimeProvider.System, loggers);
return await host.RunAsync(stopping.Token);

void Stop(PosixSignalContext signal)
{
    // The signal must not end the process; it ends in order, with one of its own exit codes.
    signal.Cancel = true;
    stopping.Cancel();
}
