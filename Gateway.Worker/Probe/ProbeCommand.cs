using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Worker.Executors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Worker.Probe;

/// <summary>
/// <c>Gateway.Worker --probe</c>: performs the first steps of a session (activate, register, read an item) and prints what is
/// missing. It writes nothing to the platform.
/// </summary>
internal static class ProbeCommand
{
    public const string Name = "--probe";

    private const string ClientName = "Gateway probe";

    public static bool IsMeant(IReadOnlyList<string> arguments) => arguments is [Name, ..];

    /// <returns><see cref="ExitCodes.Ok"/>, <see cref="ExitCodes.NotUsable"/> or <see cref="ExitCodes.BadArguments"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, TimeProvider time)
    {
        var faults = new List<string>();
        var probe = ProbeArguments.Parse([.. arguments.Skip(1)], faults);
        if (probe is null)
        {
            faults.ForEach(errors.WriteLine);
            await errors.WriteLineAsync(ProbeArguments.Usage);
            return ExitCodes.BadArguments;
        }

        var report = new ProbeReport(output);
        report.Found("process", HostDescription.Process());
        if (probe.Backend == "com" && OperatingSystem.IsWindows())
        {
            ComRegistration.Report(probe.BackendOptions, report);
        }

        await TryAsync(probe, report, time);
        return report.Conclude() ? ExitCodes.Ok : ExitCodes.NotUsable;
    }

    private static async Task TryAsync(ProbeArguments probe, ProbeReport report, TimeProvider time)
    {
        var faults = new List<string>();
        var executor = ExecutorFactory.Create(probe.ToWorkerOptions(), time, NullLoggerFactory.Instance, faults);
        if (executor is null)
        {
            faults.ForEach(fault => report.Missing("backend", fault));
            return;
        }

        await using (executor)
        {
            using var deadline = new CancellationTokenSource(probe.Timeout, time);
            try
            {
                await executor.StartAsync(new ProbeSink(report), deadline.Token);
                report.Found("activation", $"the {executor.Backend} backend has started");
                await UseAsync(executor, probe, report, deadline.Token);
                await executor.StopAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                report.Missing("answer", $"there was none within {probe.Timeout.TotalSeconds:0} s: the component hangs. Check the platform of this machine, or allow more time with --timeout.");
            }
            catch (Exception error) when (error is GatewayException or InvalidOperationException or Executors.Com.Activation.ActivationException)
            {
                report.Missing("activation", error.Message);
            }
        }
    }

    private static async Task UseAsync(IExecutor executor, ProbeArguments probe, ProbeReport report, CancellationToken cancellationToken)
    {
        var registered = await executor.ExecuteAsync(new MxCommand { Method = MxMethod.Register, ClientName = ClientName }, cancellationToken);
        if (registered.Hresult < 0 || registered.ReturnValue is not { } server)
        {
            report.Missing("register", ProbeFindings.OfCall("Register", registered.Hresult, registered.Diagnostic));
            return;
        }

        report.Found("register", $"server handle {server}");
        if (probe.Item is { } item)
        {
            var read = await executor.ExecuteAsync(
                new MxCommand
                {
                    Method = MxMethod.ReadBulk,
                    ServerHandle = server,
                    ItemDefinitions = [item],
                    ReadTimeoutMs = (int)(probe.Timeout.TotalMilliseconds * 0.8),
                },
                cancellationToken);
            ProbeFindings.OfRead(item, read, report);
        }
        else
        {
            report.Unknown("platform", "no item was read; use --item with an item of the galaxy to check whether the platform is deployed and answers");
        }

        await executor.ExecuteAsync(new MxCommand { Method = MxMethod.Unregister, ServerHandle = server }, cancellationToken);
    }
}
