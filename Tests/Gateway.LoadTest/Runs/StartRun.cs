using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Targets;

namespace Gateway.LoadTest.Runs;

/// <summary>
/// Starts gateways in turn, each with one session, and measures the time and CPU until they are ready and their resident memory
/// then.
/// </summary>
internal sealed class StartRun(LoadOptions options)
{
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

        Console.WriteLine("""

            | program | gateway ready after s | its CPU s | resident MB | session opened after s | its worker's CPU s | resident MB |
            | --- | --: | --: | --: | --: | --: | --: |
            """);
        foreach (var (program, all) in starts)
        {
            string[] cells =
            [
                program.Length == 0 ? "as built" : $"`{program}`", Text(all, start => start.Ready), Text(all, start => start.Cpu), Text(all, start => start.Megabytes),
                Text(all, start => start.Session), Text(all, start => start.WorkerCpu), Text(all, start => start.WorkerMegabytes),
            ];
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
        }
    }

    private async Task<Start> StartAsync(string program)
    {
        await using var gateway = await GatewayServer.StartAsync(new GatewaySetup
        {
            Settings = options.Settings,
            Start = new GatewayStart { Program = program.Length > 0 ? Path.GetFullPath(program) : null, Environment = options.Server.Environment },
        });
        var worker = gateway.Workers[0];
        return new Start(
            gateway.StartTime.TotalSeconds, gateway.CpuAtStart.TotalSeconds, gateway.ResidentAtStart / 1048576.0,
            gateway.SessionTime.TotalSeconds, worker.Cpu().TotalSeconds, worker.Resident() / 1048576.0);
    }

    private static string Text(IEnumerable<Start> starts, Func<Start, double> figure) => Figures.Spread([.. starts.Select(figure)], Figures.Short);

    private readonly record struct Start(double Ready, double Cpu, double Megabytes, double Session, double WorkerCpu, double WorkerMegabytes);
}
