using System.Net.Http.Headers;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Serialization;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

[Trait("Size", "Long")]
public sealed class FeedKillTests
{
    private const int MostRunMs = 1_500;

    /// <summary>The inbox takes what the producers make up for after the process has stood still. A full one would be a hole that no kill made.</summary>
    private static readonly string[] Settings = ["Gateway:Feed:RetainChanges=30000", "Gateway:Feed:InboxChanges=200000"];

    /// <summary>
    /// kill -9 at random moments under 2 000 changes per second: published changes are in the journal under their numbers, and a
    /// client that continues after every interruption gets every committed change exactly once and in order.
    /// </summary>
    [Fact]
    public async Task What_was_published_is_in_the_journal_and_a_client_has_every_committed_change_once()
    {
        var random = new Random(TestScale.Seed);
        await using var gateway = new FeedLoadProcess();
        await gateway.StartAsync(Settings);
        await using var client = gateway.Connect();
        var log = new FeedLog(client.FeedAsync(new FeedRequest { After = 0 }));
        var reading = log.ReadAsync();
        var rounds = TestScale.Of(quick: 3, soak: 200);
        for (var round = 0; round < rounds; round++)
        {
            await Pace.Async(TimeSpan.FromMilliseconds(random.Next(MostRunMs)));
            await gateway.KillAsync();
            var published = log.Latest;
            await gateway.StartAsync(Settings);
            await CheckJournalAsync(gateway, log, published);
            await Eventually.Async(
                () => reading.IsFaulted || (log.Holes > round && log.Latest > published + 1), $"the hole of the kill and changes after {published} in round {round}");
            Assert.Empty(log.Faults);
            Assert.False(reading.IsCompleted, $"The reader ended in round {round}: {reading.Exception}");
        }

        Assert.Equal(rounds, log.Holes);
        Assert.True(log.Latest > rounds * 100, $"Only {log.Latest} changes in {rounds} rounds show little.");
    }

    // Everything that a reader ever received and that is retained is in the journal unchanged, and the numbers have no hole.
    private static async Task CheckJournalAsync(FeedLoadProcess gateway, FeedLog log, long published)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        using var response = await http.GetAsync(
            new Uri(gateway.Url, $"/api/feed/export?after={Math.Max(0, published - 5_000)}"), HttpCompletionOption.ResponseHeadersRead).WithTimeout("the export");
        response.EnsureSuccessStatusCode();
        Assert.False(response.Headers.Contains("Feed-Reset"), "The position was not continued from.");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var last = 0L;
        while (await lines.ReadLineAsync().WithTimeout("a line of the export") is { } line)
        {
            var change = JsonSerializer.Deserialize<FeedChange>(line, GatewayJson.Options)!;
            Assert.True(last == 0 || change.Sequence == last + 1, $"After {last} comes {change.Sequence}.");
            last = change.Sequence;
            if (last <= published)
            {
                Assert.Equal(log.TextAt(last), FeedLog.TextOf(change));
            }
        }

        Assert.True(last >= published, $"{published} was published, and the journal ends at {last}.");
    }
}
