using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Client.Tests;

/// <summary>Reading from a stored position. A functional test has the same with a real database and programs that are killed.</summary>
public sealed class StoredEventsTests
{
    private const int Events = 2_000;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task Events_count_exactly_once_when_data_and_position_are_committed_together_and_only_then(bool isTogether, int seed)
    {
        await using var gateway = await FakeGateway.StartAsync();
        var log = new EventLog(Events, seed, dropRate: 0.02);
        gateway.OnStream = stream => log.Read(stream);
        await using var client = TestClient.Of(gateway);
        var history = new CrashingHistory(new Random(seed), isTogether);

        while (!await HasReadToTheEndAsync(client, history).WithTimeout("a run of the reader"))
        {
        }

        Assert.True(history.Crashes > 5, "Too few crashes to show anything.");
        Assert.Equal(new StreamPosition(Items.Epoch, Events), await history.LoadAsync(default));
        Assert.Equal(Enumerable.Range(1, Events).Select(n => (long)n), history.Committed.Distinct());
        Assert.Equal(isTogether, history.Committed.Count == Events);
    }

    [Fact]
    public async Task The_position_of_an_item_is_saved_when_the_next_one_is_asked_for()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = _ => AsyncEnumerable.ToAsyncEnumerable<StreamItem>([Items.Started(0), Items.Events(1, 3), Items.Events(4, 5)]);
        await using var client = TestClient.Of(gateway);
        var store = new MemoryStore();
        await foreach (var item in client.Session("s1").EventsAsync(store))
        {
            if (item is EventsItem events)
            {
                Assert.Equal(events.First - 1, store.Position?.Sequence);
                if (events.Last == 5)
                {
                    break;
                }
            }
        }

        Assert.Equal(new StreamPosition(Items.Epoch, 3), store.Position);
        Assert.Equal((0L, null), await NextRequestAsync(gateway));
        await client.Session("s1").EventsAsync(store).GetAsyncEnumerator().MoveNextAsync().WithTimeout("the next reading");
        Assert.Equal((3L, Items.Epoch), await NextRequestAsync(gateway));
    }

    [Fact]
    public async Task A_store_that_fails_ends_the_reading()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnStream = stream => new EventLog(10, 1, 0).Read(stream);
        await using var client = TestClient.Of(gateway);
        var store = new MemoryStore { Failure = new IOException("The disk is full.") };

        await Assert.ThrowsAsync<IOException>(() => ((IAsyncEnumerable<StreamItem>)client.Session("s1").EventsAsync(store)).ReadAllAsync());
    }

    private static async Task<(long?, string?)> NextRequestAsync(FakeGateway gateway)
    {
        var request = await gateway.Requests.ReadAsync().WithTimeout("a subscription");
        return (request.ResumeAfter, request.Epoch);
    }

    // A run of the reader ends with a crash, or at the end of the stream.
    private static async Task<bool> HasReadToTheEndAsync(GatewayClient client, CrashingHistory history)
    {
        try
        {
            await foreach (var item in client.Session("s1").EventsAsync(history))
            {
                history.Add(item);
            }

            return true;
        }
        catch (CrashingHistory.Crash)
        {
            return false;
        }
    }

    private sealed class MemoryStore : IPositionStore
    {
        public StreamPosition? Position { get; private set; }

        public Exception? Failure { get; init; }

        public ValueTask<StreamPosition?> LoadAsync(CancellationToken cancellationToken) => new(Position);

        public ValueTask SaveAsync(StreamPosition position, CancellationToken cancellationToken)
        {
            Position = Failure is null ? position : throw Failure;
            return default;
        }
    }

    /// <summary>A program that crashes at random moments, and the database that it leaves.</summary>
    private sealed class CrashingHistory(Random random, bool isTogether) : IPositionStore
    {
        private readonly List<long> _transaction = [];
        private StreamPosition? _position;

        public List<long> Committed { get; } = [];

        public int Crashes { get; private set; }

        public void Add(StreamItem item)
        {
            (isTogether ? _transaction : Committed).AddRange(Items.Sequences([item]));
            MayCrash();
        }

        public ValueTask<StreamPosition?> LoadAsync(CancellationToken cancellationToken)
        {
            _transaction.Clear();
            return new(_position);
        }

        public ValueTask SaveAsync(StreamPosition position, CancellationToken cancellationToken)
        {
            MayCrash();
            Committed.AddRange(_transaction);
            _transaction.Clear();
            _position = position;
            MayCrash();
            return default;
        }

        private void MayCrash()
        {
            if (random.Next(20) == 0)
            {
                Crashes++;
                throw new Crash();
            }
        }

        public sealed class Crash : Exception;
    }
}
