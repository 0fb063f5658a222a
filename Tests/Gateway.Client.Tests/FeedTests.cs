using System.Runtime.CompilerServices;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class FeedTests
{
    private const string Epoch = "e1";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_change_comes_once_and_in_order_across_connections_lost_at_random_moments(int seed)
    {
        await using var gateway = await FakeGateway.StartAsync();
        var drops = 0;
        var random = new Random(seed);
        gateway.OnFeed = (request, abort) => Changes(request, 2_000, () =>
        {
            // A stream that was left may still run beside the next one.
            lock (random)
            {
                if (random.NextDouble() >= 0.02)
                {
                    return false;
                }

                drops++;
            }

            abort();
            return true;
        });
        await using var client = TestClient.Of(gateway);
        var stream = client.FeedAsync(new FeedRequest { After = 0 });

        var sequences = new List<long>();
        await ReadAsync(stream, item =>
        {
            sequences.AddRange(item is FeedChangesItem { Changes: var changes } ? changes.Select(change => change.Sequence) : []);
            return sequences.Count < 2_000;
        });

        Assert.Equal(Enumerable.Range(1, 2_000).Select(n => (long)n), sequences);
        Assert.Equal(new FeedPosition(Epoch, 2_000), stream.Position);
        Assert.True(drops > 3, "The script dropped too few connections to show anything.");
        Assert.True(stream.Resumes > 0, "Nothing was resumed.");
    }

    [Fact]
    public async Task A_reset_is_given_to_the_reader_and_the_position_follows_it()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnFeed = (_, _) => Items(
            new FeedStartedItem { FeedEpoch = "e2", Oldest = 41, Latest = 50, After = 40 },
            new FeedResetItem { Reason = FeedResetReason.EpochChanged, RequestedAfter = 7, FeedEpoch = "e2", Oldest = 41, Latest = 50 },
            Span(41, 50));
        await using var client = TestClient.Of(gateway);
        var stream = client.FeedAsync(new FeedRequest { After = 7, FeedEpoch = Epoch });
        var kinds = new List<string>();
        await ReadAsync(stream, item =>
        {
            kinds.Add(item.Kind);
            Assert.Equal(item switch { FeedStartedItem => new FeedPosition(Epoch, 7), FeedResetItem => new FeedPosition("e2", 40), _ => new FeedPosition("e2", 50) }, stream.Position);
            return kinds.Count < 3;
        });
        Assert.Equal(["started", "reset", "changes"], kinds);
    }

    [Fact]
    public async Task What_was_given_before_is_taken_out_and_what_is_missing_is_no_small_thing()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnFeed = (_, _) => Items(Started(0), Span(1, 5), Span(3, 8), Span(2, 4), Span(11, 12));
        await using var client = TestClient.Of(gateway);
        var spans = new List<(long, long, int)>();
        var stream = client.FeedAsync(new FeedRequest { After = 0 });
        var error = await Assert.ThrowsAsync<GatewayException>(() => ReadAsync(stream, item =>
        {
            spans.AddRange(item is FeedChangesItem changes ? [(changes.First, changes.Last, changes.Changes.Count)] : []);
            return true;
        }));
        Assert.Contains("broke its contract twice", error.Message, StringComparison.Ordinal);
        Assert.Equal([(1, 5, 5), (6, 8, 3)], spans);
    }

    [Fact]
    public async Task A_reader_that_takes_its_time_is_not_buffered_without_bound()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.OnFeed = (request, _) => UntilLeft(Changes(request, 3_000, () => false), left);
        await using var client = TestClient.Of(gateway);
        var stream = client.FeedAsync(new FeedRequest { After = 0 });
        var last = 0L;
        await ReadAsync(stream, async item =>
        {
            if (item is FeedStartedItem)
            {
                return true;
            }

            await left.Task.WithTimeout("the client to leave the feed to the server while its reader does nothing");
            var changes = Assert.IsType<FeedChangesItem>(item);
            Assert.Equal(last + 1, changes.First);
            last = changes.Last;
            return last < 3_000;
        });
        Assert.True(stream.Resumes > 0, "Three thousand items were buffered.");
    }

    [Fact]
    public async Task An_epoch_without_its_sequence_is_no_position()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);
        Assert.Contains("set After to its sequence together with FeedEpoch", Assert.Throws<ArgumentException>(() => client.FeedAsync(new FeedRequest { FeedEpoch = Epoch })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "set ResumeAfter to its sequence together with Epoch", Assert.Throws<ArgumentException>(() => client.Session("s1").EventsAsync(new StreamRequest { Epoch = Epoch })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_the_feed()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnFeed = (_, _) => throw new GatewayException(GatewayErrorCode.Forbidden, "The token does not allow this action.");
        await using var client = TestClient.Of(gateway);
        var error = await Assert.ThrowsAsync<GatewayException>(() => ReadAsync(client.FeedAsync(), _ => true));
        Assert.Equal(GatewayErrorCode.Forbidden, error.Code);
    }

    private static FeedStartedItem Started(long after) => new() { FeedEpoch = Epoch, Oldest = 1, Latest = 3_000, After = after };

    private static FeedChangesItem Span(long first, long last) => new()
    {
        First = first,
        Last = last,
        Changes = [.. Enumerable.Range(0, (int)(last - first + 1)).Select(n => new FeedChange { Sequence = first + n, At = DateTime.UnixEpoch, Kind = FeedKind.SessionReady })],
    };

    private static IAsyncEnumerable<FeedItem> Items(params FeedItem[] items) => ItemsAsync(items);

    private static async IAsyncEnumerable<FeedItem> ItemsAsync(FeedItem[] items, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
    }

    private static async IAsyncEnumerable<FeedItem> Changes(FeedRequest request, long last, Func<bool> dropped, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        Assert.True(request.After is 0 || request.FeedEpoch == Epoch, "The client resumed without its epoch.");
        yield return Started(request.After!.Value);
        for (var next = request.After.Value + 1; next <= last; next++)
        {
            if (dropped())
            {
                break;
            }

            await Task.Yield();
            yield return Span(next, next);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
    }

    private static async IAsyncEnumerable<FeedItem> UntilLeft(
        IAsyncEnumerable<FeedItem> items, TaskCompletionSource left, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        try
        {
            await foreach (var item in items.WithCancellation(cancelled))
            {
                yield return item;
            }
        }
        finally
        {
            left.TrySetResult();
        }
    }

    private static Task ReadAsync(FeedStream stream, Func<FeedItem, bool> take) => ReadAsync(stream, item => Task.FromResult(take(item)));

    private static async Task ReadAsync(FeedStream stream, Func<FeedItem, Task<bool>> take)
    {
        var reading = Task.Run(async () =>
        {
            await foreach (var item in stream)
            {
                if (!await take(item))
                {
                    break;
                }
            }
        });
        await reading.WithTimeout("the feed");
    }
}
