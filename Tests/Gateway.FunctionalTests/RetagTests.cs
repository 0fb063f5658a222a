using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>A real session whose tag changes while it has readers, each on its own connection.</summary>
[Trait("Size", "Long")]
public sealed class RetagTests
{
    [Fact]
    public async Task Who_has_the_old_tag_loses_the_session_and_who_has_the_new_one_gets_all_of_it_once()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var admin = gateway.Connect();
        await using var ada = gateway.Connect(await MintAsync(gateway, "ada", "a"));
        await using var bob = gateway.Connect(await MintAsync(gateway, "bob", "b"));
        using var stop = new CancellationTokenSource();
        await using var adas = new Reading(ada, stop.Token);
        await using var bobs = new Reading(bob, stop.Token);
        var load = await LoadSession.OpenAsync(admin, items: 10).WithTimeout("a load session");
        var id = load.Session.Id;
        await admin.SetSessionTagAsync(id, "a").WithTimeout("the tag of the one");
        await load.SetRateAsync(500).WithTimeout("the rate");
        await Eventually.Async(() => adas.Received > 100, "events for the one");
        Assert.Empty(bobs.Items);

        Assert.Equal("b", (await admin.SetSessionTagAsync(id, "b").WithTimeout("the tag of the other")).SessionTag);
        var bound = (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;
        await Eventually.Async(() => adas.Items.LastOrDefault() is LeftItem, "the one to be told");
        Assert.Equal(new LeftItem { SessionId = id, Reason = LeftReason.Access }, adas.Items.Last());
        await AssertNotFoundAsync(ada, id);

        await Eventually.Async(() => bobs.Received > bound, "events for the other");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;
        await Eventually.Async(() => bobs.Received >= latest, "all events for the other");
        Assert.Equal(("b", 0L), Assert.IsType<JoinedItem>(bobs.Items.First()) is var joined ? (joined.Session.SessionTag, joined.ResumedAfter) : default);
        Assert.DoesNotContain(bobs.Items, item => item is LeftItem);
        Assert.IsType<LeftItem>(adas.Items.Last());
        Assert.InRange(adas.Received, 101, bound);
    }

    private static async Task AssertNotFoundAsync(GatewayClient client, string id)
    {
        Assert.Empty(await client.ListSessionsAsync().WithTimeout("the list"));
        var session = client.Session(id);
        Func<Task>[] calls =
        [
            () => client.GetSessionAsync(id),
            () => session.PingAsync(),
            () => session.ReadBulkAsync(1, ["Load.Rate"]),
            async () =>
            {
                await foreach (var item in session.EventsAsync())
                {
                    Assert.Fail($"{item.Kind} of a session out of reach");
                }
            },
            () => client.SetSessionTagAsync(id, "a"),
            () => client.CloseSessionAsync(id),
        ];
        foreach (var call in calls)
        {
            Assert.Equal(GatewayErrorCode.SessionNotFound, (await Assert.ThrowsAsync<GatewayException>(() => call().WithTimeout("the refusal"))).Code);
        }
    }

    private static async Task<string> MintAsync(GatewayProcess gateway, string subject, string tag)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        using var answer = await http.PostAsJsonAsync(new Uri(gateway.Url, "/api/tokens"), new
        {
            subject,
            scopes = new[] { "sessions:read", "sessions:write", "sessions:close" },
            sessionTags = new[] { tag },
        }).WithTimeout("a token");
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>
    /// Reads all sessions that a client can access; fails at an event that is missing, duplicated or out of order.
    /// </summary>
    private sealed class Reading : IAsyncDisposable
    {
        private readonly Task _reading;
        private readonly CancellationTokenSource _stop;
        private long _received;

        public Reading(GatewayClient client, CancellationToken stop)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _reading = ReadAsync(client);
        }

        /// <summary>The items that report which sessions take part.</summary>
        public ConcurrentQueue<MultiSessionItem> Items { get; } = [];

        /// <summary>Sequence of the last event. Each event came once, from the first one on.</summary>
        public long Received
        {
            get
            {
                Assert.False(_reading.IsFaulted, $"The reader failed: {_reading.Exception}");
                return Interlocked.Read(ref _received);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _reading.WithTimeout("a reader to end");
            _stop.Dispose();
        }

        private async Task ReadAsync(GatewayClient client)
        {
            try
            {
                await foreach (var item in client.EventsAsync(cancellationToken: _stop.Token))
                {
                    Take(item);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The test has seen enough and has cancelled the reader.
            }
        }

        private void Take(MultiSessionItem item)
        {
            switch (item)
            {
                case JoinedItem or LeftItem:
                    Items.Enqueue(item);
                    break;
                case RoutedItem { Item: EventsItem events }:
                    Assert.Equal(Enumerable.Range(0, events.Events.Count).Select(i => _received + 1 + i), events.Events.Select(one => one.Sequence));
                    Interlocked.Exchange(ref _received, events.Last);
                    break;
                case RoutedItem { Item: GapItem gap }:
                    Assert.Fail($"A gap: {gap}");
                    break;
            }
        }
    }
}
