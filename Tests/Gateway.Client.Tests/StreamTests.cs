using System.Runtime.CompilerServices;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class StreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_sequence_comes_once_and_in_order_across_connections_lost_at_random_moments(int seed)
    {
        await using var gateway = await FakeGateway.StartAsync();
        var log = new EventLog(2000, seed, dropRate: 0.05);
        gateway.OnStream = stream => log.Read(stream);
        await using var client = TestClient.Of(gateway);
        var stream = client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 });

        var items = await stream.ReadAllAsync();

        Assert.Equal(Enumerable.Range(1, 2000).Select(n => (long)n), Items.Sequences(items));
        Assert.Equal(new StreamPosition(Items.Epoch, 2000), stream.Position);
        Assert.True(log.Drops > 3, "The script dropped too few connections to show anything.");
    }

    [Fact]
    public async Task The_position_follows_the_reader_and_resumes_in_another_client()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => new EventLog(100, 3, 0).Read(stream);
        StreamPosition position;
        await using (var client = TestClient.Of(gateway))
        {
            var stream = client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 });
            Assert.Null(stream.Position);
            await foreach (var item in stream)
            {
                if (item is EventsItem { Last: >= 40 })
                {
                    break;
                }
            }

            position = stream.Position!.Value;
        }

        await using var other = TestClient.Of(gateway);
        var request = new StreamRequest { ResumeAfter = position.Sequence, Epoch = position.Epoch };
        var rest = await other.Session("s1").EventsAsync(request).ReadAllAsync();

        Assert.Equal(position.Sequence + 1, Items.Sequences(rest).First());
        Assert.Equal(100 - position.Sequence, Items.Sequences(rest).Count());
    }

    [Fact]
    public async Task An_error_to_retry_is_retried_from_the_position_after_the_time_it_names()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => stream.Number == 1
            ? Script([Items.Started(0), Items.Events(1, 3)], new GatewayException(GatewayErrorCode.SlowConsumer, "Too slow.", 3000))
            : Script([Items.Started(3), Items.Events(4, 5)]);
        var time = new SkippingTimeProvider();
        await using var client = TestClient.Of(gateway, time);

        var items = await client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 }).ReadAllAsync();

        Assert.Equal([1, 2, 3, 4, 5], Items.Sequences(items));
        await gateway.Requests.ReadAsync();
        var resumed = await gateway.Requests.ReadAsync();
        Assert.Equal((3, Items.Epoch), (resumed.ResumeAfter, resumed.Epoch));
        Assert.Contains(time.Skipped, wait => wait >= TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(GatewayErrorCode.WorkerLost)]
    [InlineData(GatewayErrorCode.Forbidden)]
    [InlineData(GatewayErrorCode.OutcomeUnknown)]
    public async Task An_error_that_retrying_cannot_help_reaches_the_reader_after_what_came_before(GatewayErrorCode code)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = _ => Script([Items.Started(0), Items.Events(1, 3)], new GatewayException(code, "No."));
        await using var client = TestClient.Of(gateway);
        await using var reader = client.Session("s1").EventsAsync().GetAsyncEnumerator();

        Assert.IsType<StartedItem>(await reader.NextAsync());
        Assert.IsType<EventsItem>(await reader.NextAsync());
        var error = await Assert.ThrowsAsync<GatewayException>(() => reader.MoveNextAsync().WithTimeout("the error"));

        Assert.Equal((code, "No."), (error.Code, error.Message));
    }

    [Fact]
    public async Task An_error_without_a_code_is_internal_and_not_retried()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = _ => Script([Items.Started(0)], new InvalidOperationException("a bug"));
        await using var client = TestClient.Of(gateway);

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").EventsAsync().ReadAllAsync());

        Assert.Equal(GatewayErrorCode.Internal, error.Code);
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_servers_stream()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => Script([Items.Started(0), Items.Events(1, 3)], then: stream.Cancelled);
        await using var client = TestClient.Of(gateway);

        await foreach (var item in client.Session("s1").EventsAsync())
        {
            if (item is EventsItem)
            {
                break;
            }
        }

        Assert.Equal(1, await gateway.EndedStreams.ReadAsync().WithTimeout("the server's stream to end"));
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_and_the_servers_stream()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => Script([Items.Started(0)], then: stream.Cancelled);
        await using var client = TestClient.Of(gateway);
        using var cancel = new CancellationTokenSource();
        await using var reader = client.Session("s1").EventsAsync(cancellationToken: cancel.Token).GetAsyncEnumerator();
        await reader.NextAsync();

        var next = reader.MoveNextAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WithTimeout("the cancellation"));
        Assert.Equal(1, await gateway.EndedStreams.ReadAsync().WithTimeout("the server's stream to end"));
    }

    [Fact]
    public async Task Closing_the_client_ends_its_streams()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => Script([Items.Started(0)], then: stream.Cancelled);
        await using var client = TestClient.Of(gateway);
        await using var reader = client.Session("s1").EventsAsync().GetAsyncEnumerator();
        await reader.NextAsync();

        var next = reader.MoveNextAsync();
        await client.CloseAsync().WithTimeout("the close");

        await Assert.ThrowsAsync<ObjectDisposedException>(() => next.WithTimeout("the stream to end"));
    }

    [Fact]
    public async Task A_hole_without_a_gap_is_tolerated_once()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => stream.Number == 1
            ? Script([Items.Started(0), Items.Events(1, 2), Items.Events(5, 6)], then: stream.Cancelled)
            : Script([Items.Started(2), Items.Events(3, 6)]);
        await using var client = TestClient.Of(gateway);

        var items = await client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 }).ReadAllAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6], Items.Sequences(items));
    }

    [Fact]
    public async Task A_hole_that_comes_again_is_an_error()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => Script([Items.Started(0), Items.Events(5, 6)], then: stream.Cancelled);
        await using var client = TestClient.Of(gateway);

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").EventsAsync().ReadAllAsync());

        Assert.Equal(GatewayErrorCode.Internal, error.Code);
        Assert.Contains("Events 1 to 4 are missing", error.Message, StringComparison.Ordinal);
        Assert.True(gateway.Requests.TryRead(out _) && gateway.Requests.TryRead(out _));
        Assert.False(gateway.Requests.TryRead(out _));
    }

    [Fact]
    public async Task A_full_buffer_that_pauses_ends_the_servers_stream_and_loses_nothing()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var log = new EventLog(500, seed: 11, dropRate: 0);
        gateway.OnStream = stream => log.Read(stream);
        await using var client = TestClient.Of(gateway);
        var options = new EventStreamOptions { ClientBufferEvents = 10, OnOverflow = OverflowPolicy.Pause };
        var stream = client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 }, options);
        await using var reader = stream.GetAsyncEnumerator();
        var items = new List<StreamItem> { await reader.NextAsync() };

        await gateway.EndedStreams.ReadAsync().WithTimeout("the first stream to end");
        while (await reader.MoveNextAsync().WithTimeout("the next item"))
        {
            items.Add(reader.Current);
        }

        Assert.Equal(Enumerable.Range(1, 500).Select(n => (long)n), Items.Sequences(items));
        Assert.NotEqual(0, stream.Resumes);
        Assert.Equal(stream.Resumes + 1, items.OfType<StartedItem>().Count());
        Assert.All(items.OfType<EventsItem>(), item => Assert.True(item.Events.Count <= 10, "An item is larger than the buffer."));
    }

    [Fact]
    public async Task A_full_buffer_that_drops_says_how_many_and_goes_on_with_the_newest()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var batches = Enumerable.Range(0, 18).Select(n => Items.Events((n * 5) + 1, (n * 5) + 5));
        gateway.OnStream = stream => stream.Number == 1
            ? Script([Items.Started(0), .. batches], new GatewayException(GatewayErrorCode.GatewayStopping, "Back soon."))
            : Script([Items.Started(90), Items.Events(91, 95)]);
        await using var client = TestClient.Of(gateway);
        var options = new EventStreamOptions { ClientBufferEvents = 10, OnOverflow = OverflowPolicy.Drop };
        var stream = client.Session("s1").EventsAsync(new StreamRequest { ResumeAfter = 0 }, options);
        await using var reader = stream.GetAsyncEnumerator();
        await reader.NextAsync();

        // The second request shows that all items of the first stream have passed the buffer.
        await gateway.Requests.ReadAsync().WithTimeout("the first request");
        await gateway.Requests.ReadAsync().WithTimeout("the second request");
        var lagged = Assert.IsType<LaggedItem>(await reader.NextAsync());
        var position = stream.Position!.Value.Sequence;
        var items = new List<StreamItem>();
        while (await reader.MoveNextAsync().WithTimeout("the next item"))
        {
            items.Add(reader.Current);
        }

        Assert.InRange(lagged.Dropped, 80, 90);
        Assert.Equal(lagged.Dropped, position);
        Assert.Equal(95, Items.Sequences(items).Last());
        Assert.Equal(95, lagged.Dropped + Items.Sequences(items).Count() + items.OfType<LaggedItem>().Sum(item => item.Dropped));
    }

    [Fact]
    public async Task A_gap_and_its_snapshot_are_given_to_the_reader()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = _ => Script(
            [Items.Started(5), Items.Gap(GapReason.Evicted, 5, 100), Items.Snapshot(120), Items.Events(121, 122)]);
        await using var client = TestClient.Of(gateway);
        var request = new StreamRequest { ResumeAfter = 5, Epoch = Items.Epoch, Snapshot = SnapshotPolicy.AfterGap };

        var items = await client.Session("s1").EventsAsync(request).ReadAllAsync();

        Assert.Equal(["started", "gap", "snapshot", "events"], items.Select(item => item.Kind));
    }

    [Fact]
    public async Task A_stream_is_read_once()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = _ => Script([Items.Started(0)]);
        await using var client = TestClient.Of(gateway);
        var stream = client.Session("s1").EventsAsync();
        await stream.ReadAllAsync();

        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator());
    }

    /// <summary>Yields the items and then throws the error, waits for a cancellation, or ends.</summary>
    private static async IAsyncEnumerable<StreamItem> Script(
        IEnumerable<StreamItem> items,
        Exception? error = null,
        CancellationToken then = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }

        if (error is not null)
        {
            throw error;
        }

        if (then.CanBeCanceled)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, then);
        }
    }
}
