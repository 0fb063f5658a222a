using System.Globalization;
using Gateway.Contracts;
using Gateway.Web.Streams.Feed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Gateway.FeedLoad;

/// <summary>
/// Threads that record changes at a rate. Each change has the name of this run and of its producer and the producer's count, so
/// that a test can find changes that are missing, duplicated or out of order.
/// </summary>
internal sealed class FeedProducers(IFeed feed, IConfiguration configuration, TimeProvider time) : BackgroundService
{
    private const int Producers = 4;

    private readonly string _run = Guid.NewGuid().ToString("N");

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rate = int.Parse(configuration["FeedLoad:Rate"] ?? "2000", CultureInfo.InvariantCulture) / Producers;
        return Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(() => ProduceAsync(producer, rate, stoppingToken), CancellationToken.None)));
    }

    private async Task ProduceAsync(int producer, int rate, CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5), time);
        for (var made = 0; !stoppingToken.IsCancellationRequested;)
        {
            for (var due = (int)(time.GetElapsedTime(started).TotalSeconds * rate); made < due; made++)
            {
                feed.Record(new FeedEntry
                {
                    Kind = FeedKind.SessionReady,
                    Session = new($"session-{producer}", "ada", "line-1"),
                    Data = new Dictionary<string, string>
                    {
                        ["run"] = _run,
                        ["producer"] = producer.ToString(CultureInfo.InvariantCulture),
                        ["count"] = made.ToString(CultureInfo.InvariantCulture),
                    },
                });
            }

            await ((Task)timer.WaitForNextTickAsync(stoppingToken).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
