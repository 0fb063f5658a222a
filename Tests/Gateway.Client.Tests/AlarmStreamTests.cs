using System.Runtime.CompilerServices;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class AlarmStreamTests
{
    private const int Last = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_transition_comes_once_and_in_order_across_connections_lost_at_random_moments(int seed)
    {
        await using var gateway = await FakeGateway.StartAsync();
        var random = new Random(seed);
        gateway.OnAlarms = (request, abort) => LogAsync(request, () =>
        {
            // A stream that was left may still run beside the next one.
            lock (random)
            {
                if (random.NextDouble() >= 0.02)
                {
                    return false;
                }
            }

            abort();
            return true;
        });
        await using var client = TestClient.Of(gateway);
        var stream = client.AlarmsAsync();
        var table = new AlarmTable();
        var sequences = new List<long>();

        await ReadAsync(stream, item =>
        {
            table.Apply(item);
            sequences.AddRange(item is AlarmTransitionItem { Transitions: var list } ? list.Select(one => one.Sequence) : []);
            return sequences.Count < Last;
        });

        Assert.Equal(Enumerable.Range(1, Last).Select(n => (long)n), sequences);
        Assert.Equal(new StreamPosition(AlarmItems.Epoch, Last), stream.Position);
        Assert.Equal(Last, table.Count);
        Assert.True(stream.Resumes > 3, "The script dropped too few connections to show anything.");
    }

    [Fact]
    public async Task A_snapshot_larger_than_the_buffer_comes_whole_to_a_reader_that_takes_its_time()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscriptions = 0;
        gateway.OnAlarms = (_, _) =>
        {
            Interlocked.Increment(ref subscriptions);
            return ItemsAsync(sent, [
                AlarmItems.Started(600),
                .. Enumerable.Range(1, 600).Select(n => AlarmItems.Part(600, AlarmItems.Alarm($"A{n}", n))),
                AlarmItems.End(600, 600)]);
        };
        await using var client = TestClient.Of(gateway);
        var parts = 0;
        await ReadAsync(client.AlarmsAsync(), async item =>
        {
            await sent.Task.WithTimeout("the gateway to send the whole snapshot while its reader does nothing");
            parts += item is ActiveAlarmItem ? 1 : 0;
            return item is not AlarmSnapshotCompleteItem;
        });
        Assert.Equal((600, 1), (parts, subscriptions));
    }

    [Fact]
    public async Task A_second_breach_in_a_row_ends_the_stream()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnAlarms = (_, _) => ItemsAsync(null, [AlarmItems.Started(7), AlarmItems.Part(7, AlarmItems.Alarm("A", 1)), AlarmItems.End(7, 2)]);
        await using var client = TestClient.Of(gateway);
        var error = await Assert.ThrowsAsync<GatewayException>(() => ReadAsync(client.AlarmsAsync(), _ => true));
        Assert.Contains("broke its contract twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_the_stream()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnAlarms = (_, _) => throw new GatewayException(GatewayErrorCode.Forbidden, "The token does not allow this action.");
        await using var client = TestClient.Of(gateway);
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => ReadAsync(client.AlarmsAsync(), _ => true))).Code);
    }

    [Fact]
    public async Task An_epoch_without_its_sequence_is_no_position()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);
        var error = Assert.Throws<ArgumentException>(() => client.AlarmsAsync(new AlarmRequest { Epoch = AlarmItems.Epoch }));
        Assert.Contains("set After to its sequence together with Epoch", error.Message, StringComparison.Ordinal);
        Assert.Equal(new StreamPosition(AlarmItems.Epoch, 7), client.AlarmsAsync(new AlarmRequest { Epoch = AlarmItems.Epoch, After = 7 }).Position);
    }

    [Fact]
    public async Task Acknowledging_and_shelving_say_what_became_of_them()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var asked = new List<object>();
        gateway.OnAlarmCommand = request =>
        {
            asked.Add(request);
            return new AlarmCommandResult { Reference = "A", Outcome = AlarmOutcome.Refused, Code = "InvalidArgument", Message = "Another occurrence." };
        };
        await using var client = TestClient.Of(gateway);
        var one = new AcknowledgeAlarmRequest { Reference = "A", Occurrence = 41, Epoch = AlarmItems.Epoch, Comment = "Ventil geöffnet" };
        var seen = new AlarmOccurrence { Reference = "B", Occurrence = 7 };
        var shelve = new ShelveAlarmRequest { Reference = "A", Hours = 2, Reason = "test" };

        Assert.Equal(AlarmOutcome.Refused, (await client.AcknowledgeAlarmAsync(one).WithTimeout("an acknowledgement")).Outcome);
        Assert.Equal(2, (await client.AcknowledgeAlarmsAsync(new AcknowledgeAlarmsRequest { Alarms = [seen, seen] }).WithTimeout("acknowledgements")).Count);
        Assert.Equal("InvalidArgument", (await client.ShelveAlarmAsync(shelve).WithTimeout("shelving")).Code);
        Assert.Equal([one, seen, seen, shelve], asked);
    }

    private static async IAsyncEnumerable<AlarmItem> LogAsync(AlarmRequest request, Func<bool> dropped, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        Assert.True(request.After is null || request.Epoch == AlarmItems.Epoch, "The client resumed without its epoch.");
        yield return AlarmItems.Started(request.After ?? 0);
        if (request.After is null)
        {
            yield return AlarmItems.End(0, 0);
        }

        for (var next = (request.After ?? 0) + 1; next <= Last && !dropped(); next++)
        {
            await Task.Yield();
            yield return AlarmItems.Raises(next, next);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
    }

    private static async IAsyncEnumerable<AlarmItem> ItemsAsync(
        TaskCompletionSource? sent, IReadOnlyList<AlarmItem> items, [EnumeratorCancellation] CancellationToken cancelled = default)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        sent?.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
    }

    private static Task ReadAsync(AlarmStream stream, Func<AlarmItem, bool> take) => ReadAsync(stream, item => Task.FromResult(take(item)));

    private static async Task ReadAsync(AlarmStream stream, Func<AlarmItem, Task<bool>> take)
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
        await reading.WithTimeout("the stream of alarms");
    }
}
