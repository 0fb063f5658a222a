using Gateway.Client;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Starts gateways in turn, each with one session, and measures the time and CPU until they are ready and their resident memory
/// then. Further sessions show what a worker takes when the gateway has opened one before: one alone, and ten that are asked for at once.
/// </summary>
internal sealed class StartRun(LoadOptions options)
{
    private const int AtOnce = 10;

    /// <summary>Time in which the gateway starts spare workers, if it has any.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    public async Task RunAsync()
    {
        var programs = options.Programs.Count > 0 ? options.Programs : [""];
        var starts = programs.ToDictionary(program => program, _ => new List<Start>());
        for (var i = 0; i < options.Starts; i++)
        {
            foreach (var program in programs)
            {
                starts[program].Add(await StartAsync(program));
            }
        }

        Console.WriteLine($"""

            | program | gateway ready after s | its CPU s | resident MB | first session opened after s | its worker's CPU s | resident MB | another session after s | {AtOnce} at once after s |
            | --- | --: | --: | --: | --: | --: | --: | --: | --: |
            """);
        foreach (var (program, all) in starts)
        {
            string[] cells =
            [
                program.Length == 0 ? "as built" : $"`{program}`", Text(all, start => start.Ready), Text(all, start => start.Cpu), Text(all, start => start.Megabytes),
                Text(all, start => start.Session), Text(all, start => start.WorkerCpu), Text(all, start => start.WorkerMegabytes),
                Text(all, start => start.Next), Text(all, start => start.Ten),
            ];
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }
    }

    private async Task<Start> StartAsync(string program)
    {
        await using var gateway = await GatewayServer.StartAsync(new GatewaySetup
        {
            Settings = [$"Gateway:Sessions:MaxSessions={AtOnce + 2}", .. options.Settings],
            Start = new GatewayStart { Program = program.Length > 0 ? Path.GetFullPath(program) : null, Environment = options.Server.Environment },
        });
        var worker = gateway.Workers[0];
        var (cpu, resident) = (worker.Cpu(), worker.Resident());
        await using var client = gateway.Connect();
        return new Start(
            gateway.StartTime.TotalSeconds, gateway.CpuAtStart.TotalSeconds, gateway.ResidentAtStart / 1048576.0,
            gateway.SessionTime.TotalSeconds, cpu.TotalSeconds, resident / 1048576.0,
            await OpenAsync(client, 1), await OpenAsync(client, AtOnce));
    }

    /// <returns>Seconds until all of them are ready.</returns>
    private static async Task<double> OpenAsync(GatewayClient client, int sessions)
    {
        await Pace.Async(Settling);
        var began = TimeProvider.System.GetTimestamp();
        var opened = await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => client.OpenSessionAsync())).WithTimeout("the sessions to open");
        var took = TimeProvider.System.GetElapsedTime(began);
        foreach (var session in opened)
        {
            await session.CloseAsync().WithTimeout("the session to close");
        }

        return took.TotalSeconds;
    }

    private static string Text(IEnumerable<Start> starts, Func<Start, double> figure) => Figures.Spread([.. starts.Select(figure)], Figures.Short);

    private readonly record struct Start(double Ready, double Cpu, double Megabytes, double Session, double WorkerCpu, double WorkerMegabytes, double Next, double Ten);
}
