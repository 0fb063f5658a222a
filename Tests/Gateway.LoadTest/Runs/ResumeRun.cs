using Gateway.Contracts;
using Gateway.LoadTest.Clients;
using Gateway.LoadTest.Targets;
using Gateway.Testing;

namespace Gateway.LoadTest.Runs;

/// <summary>Measures a resume over many events, from the request until the last of them has arrived.</summary>
internal sealed class ResumeRun(GatewayTarget target, int events, Verdicts verdicts)
{
    private const int FillRate = 100_000;

    /// <summary>Longer than the simulator's scan, which reports the change of the rate.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly MeasuredWindow _window = new();

    /// <returns>Duration of each resume in milliseconds.</returns>
    public async Task<IReadOnlyList<double>> RunAsync(int repeats)
    {
        var latest = await FillAsync(events);
        var times = new List<double>();
        // The first resume is a warm-up.
        for (var i = 0; i <= repeats; i++)
        {
            times.Add(await ResumeAsync(latest));
        }

        times.RemoveAt(0);
        Console.WriteLine($"{target.Name}: resume of {Figures.Count(events)} events, connecting included: {Figures.Spread(times, time => Figures.Fixed(time, "0"))} ms");
        return times;
    }

    /// <summary>Resumes once, at the events before the latest one.</summary>
    /// <returns>Its duration in milliseconds.</returns>
    public async Task<double> ResumeAsync(long latest)
    {
        var tally = new Tally(_window);
        var arrived = tally.WhenAt(latest);
        var began = TimeProvider.System.GetTimestamp();
        await using var client = await target.ConnectAsync(0, new StreamRequest { ResumeAfter = latest - events }, tally);
        await arrived.WithTimeout($"a resume of {events} events");
        var took = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        verdicts.Check($"{target.Name}: a resume delivers exactly the {events} events after its position", tally.Events == events && tally.Fault is null, $"{tally.Events} arrived. {tally.Fault}");
        return took;
    }

    /// <summary>Raises events until there are as many as wanted, and waits until the session is quiet.</summary>
    /// <returns>The latest event.</returns>
    public async Task<long> FillAsync(long wanted)
    {
        var start = await target.LatestAsync(0);
        await target.SetRateAsync(FillRate);
        await Eventually.Async(async () => await target.LatestAsync(0) >= start + wanted, "the history to fill");
        await target.SetRateAsync(0);
        long latest = -1;
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.Async(IsQuietAsync, "the session to be quiet");
        return latest;

        async Task<bool> IsQuietAsync()
        {
            if (latest != (latest = await target.LatestAsync(0)))
            {
                since = TimeProvider.System.GetTimestamp();
            }

            return TimeProvider.System.GetElapsedTime(since) > Quiet;
        }
    }
}
