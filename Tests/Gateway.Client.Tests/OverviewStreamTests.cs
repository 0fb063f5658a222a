using System.Runtime.CompilerServices;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class OverviewStreamTests
{
    private static readonly OverviewCompleteItem Complete = new() { Sessions = 1, Readers = 0 };

    [Fact]
    public async Task After_a_lost_connection_the_whole_comes_again()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var subscriptions = 0;
        gateway.OnOverview = (request, abort) =>
        {
            Assert.Equal(5_000, request.IntervalMs);
            return ItemsAsync(Interlocked.Increment(ref subscriptions) == 1 ? abort : null, Whole($"s{subscriptions}"), Complete);
        };
        await using var client = TestClient.Of(gateway);
        var stream = client.OverviewAsync(new OverviewRequest { IntervalMs = 5_000 });

        var seen = await TakeAsync(stream, 4);

        Assert.Equal(["overview s1", "overviewComplete", "overview s2", "overviewComplete"], seen);
        Assert.Equal(1, stream.Resumes);
    }

    [Fact]
    public async Task An_overview_that_begins_otherwise_twice_ends_with_an_error()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnOverview = (_, _) => ItemsAsync(null, Complete);
        await using var client = TestClient.Of(gateway);

        var error = await Assert.ThrowsAsync<GatewayException>(() => TakeAsync(client.OverviewAsync(), 1));
        Assert.Contains("broke its contract twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_the_stream()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnOverview = (_, _) => throw new GatewayException(GatewayErrorCode.Forbidden, "The token does not allow this action.");
        await using var client = TestClient.Of(gateway);
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => TakeAsync(client.OverviewAsync(), 1))).Code);
    }

    private static OverviewWholeItem Whole(string session) => new()
    {
        Status = new GatewayStatus { At = DateTime.UnixEpoch, Sessions = [SampleOverview.Session with { SessionId = session }] },
    };

    private static async IAsyncEnumerable<OverviewItem> ItemsAsync(Action? then, params OverviewItem[] items)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.Yield();
        then?.Invoke();
        await foreach (var item in NeverAsync())
        {
            yield return item;
        }
    }

    private static async IAsyncEnumerable<OverviewItem> NeverAsync([EnumeratorCancellation] CancellationToken cancelled = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
        yield break;
    }

    private static Task<List<string>> TakeAsync(OverviewStream stream, int count) => Task.Run(async () =>
    {
        var seen = new List<string>();
        await foreach (var item in stream)
        {
            seen.Add(item is OverviewWholeItem whole ? $"{item.Kind} {whole.Status.Sessions[0].SessionId}" : item.Kind);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }).WithTimeout("the overview");
}
