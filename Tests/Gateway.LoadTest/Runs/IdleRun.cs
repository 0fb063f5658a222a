using System.Globalization;
using Gateway.LoadTest.Clients;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>Many subscribers of a quiet session: what each costs the server in memory and CPU, and whether a late event reaches them all.</summary>
internal sealed class IdleRun(GatewayServer gateway, GatewayTarget target, int subscribers, Verdicts verdicts)
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public async Task RunAsync()
    {
        var resident = gateway.Process.Resident();
        var began = TimeProvider.System.GetTimestamp();
        var clients = await target.SubscribeAsync(subscribers, new MeasuredWindow());
        var connecting = TimeProvider.System.GetElapsedTime(began);
        resident = gateway.Process.Resident() - resident;
        var cpu = gateway.Process.Cpu();
        await Pace.Async(Watched);
        cpu = gateway.Process.Cpu() - cpu;
        await target.SetRateAsync(100);
        await Eventually.Async(() => clients.All(client => client.Tally.Events > 0), "an event to reach every subscriber");
        await target.SetRateAsync(0);
        verdicts.Check($"{target.Name}: {subscribers} idle subscribers stay and get what comes late", clients.All(client => client.Tally.Fault is null));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {subscribers:N0} idle subscribers connected in {connecting.TotalSeconds:0.0} s, {resident / 1024.0 / subscribers:0.0} KB resident each, {cpu / Watched * 100:0.0} % of a core"));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }
}
