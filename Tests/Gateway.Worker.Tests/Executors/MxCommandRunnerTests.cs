using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Worker.Executors;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors;

/// <summary>The runner with a component that misbehaves in ways in which the simulator never does.</summary>
public sealed class MxCommandRunnerTests
{
    private const int AccessDenied = unchecked((int)0x80070005);

    private readonly RecordingSink _sink = new();
    private readonly ScriptedMxAccess _access = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EventTap _tap;
    private readonly MxCommandRunner _runner;

    public MxCommandRunnerTests()
    {
        _tap = new EventTap(_sink);
        _runner = new MxCommandRunner(_access, _tap, _clock);
    }

    [Fact]
    public async Task A_first_callback_from_within_Advise_is_a_reads_answer()
    {
        _access.OnAdvise = item =>
        {
            _tap.OnDataChange(new DataChange(1, item, MxValue.FromInt32(item), 192, null));
            return 0;
        };
        var reading = ReadAsync("A", "B");
        Assert.DoesNotContain(_access.Calls, call => call.StartsWith("RemoveItem", StringComparison.Ordinal));
        _runner.Advance();
        var results = (await reading.WithTimeout("the read")).Results!;
        Assert.Equal([MxValue.FromInt32(1), MxValue.FromInt32(2)], results.Select(result => result.Value!.Value));
        Assert.Equal(["UnAdvise 1", "RemoveItem 1", "UnAdvise 2", "RemoveItem 2"], _access.Calls[^4..]);
        Assert.Empty(_sink.Log);
        Assert.Null(_runner.UntilNext);
    }

    [Fact]
    public async Task A_value_of_an_earlier_advise_is_not_taken_for_what_is_known()
    {
        _access.OnAdvise = _ => 0;
        await AddAndAdviseAsync();
        _tap.OnDataChange(new DataChange(1, 1, MxValue.FromInt32(7), 192, null));
        Assert.Equal(MxValue.FromInt32(7), (await ReadAsync("A").WithTimeout("the known value")).Results![0].Value);
        await _runner.RunAsync(new MxCommand { Method = MxMethod.UnAdvise, ServerHandle = 1, ItemHandle = 1 });
        await _runner.RunAsync(new MxCommand { Method = MxMethod.Advise, ServerHandle = 1, ItemHandle = 1 });
        var reading = ReadAsync("A");
        Assert.False(reading.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _runner.Advance();
        Assert.Equal(Hresults.TimedOut, (await reading.WithTimeout("the read")).Results![0].Hresult);
    }

    [Fact]
    public async Task A_read_reports_its_failures_element_by_element()
    {
        _access.OnAddItem = definition => definition == "Denied" ? AccessDenied : 0;
        _access.OnAdvise = item => item == 2 ? Hresults.InvalidArgument : 0;
        var reading = ReadAsync("Slow", "Denied", "NotAdvised", "Fast");
        _tap.OnDataChange(new DataChange(1, 3, MxValue.FromInt32(5), 192, null));
        _runner.Advance();
        Assert.Equal(TimeSpan.FromSeconds(1), _runner.UntilNext);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _runner.Advance();
        var results = (await reading.WithTimeout("the read")).Results!;
        Assert.Equal([Hresults.TimedOut, AccessDenied, Hresults.InvalidArgument, 0], results.Select(result => result.Hresult));
        Assert.Equal(["Slow", "Denied", "NotAdvised", "Fast"], results.Select(result => result.ItemDefinition));
        Assert.Contains("RemoveItem 2", _access.Calls);
    }

    [Fact]
    public async Task Without_a_read_timeout_four_fifths_of_the_deadline_count()
    {
        var reading = _runner.RunAsync(new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 1, ItemDefinitions = ["A"], TimeoutMs = 1000 });
        Assert.Equal(TimeSpan.FromMilliseconds(800), _runner.UntilNext);
        _clock.Advance(TimeSpan.FromMilliseconds(800));
        _runner.Advance();
        Assert.Equal(Hresults.TimedOut, (await reading.WithTimeout("the read")).Results![0].Hresult);
    }

    [Fact]
    public async Task SubscribeBulk_takes_an_item_back_that_cannot_be_advised()
    {
        _access.OnAdvise = item => item == 1 ? Hresults.InvalidArgument : 0;
        var reply = await _runner.RunAsync(new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = 1, ItemDefinitions = ["A", "B"] });
        Assert.Equal([Hresults.InvalidArgument, 0], reply.Results!.Select(result => result.Hresult));
        Assert.Equal([null, 2], reply.Results!.Select(result => result.ItemHandle));
        Assert.Contains("RemoveItem 1", _access.Calls);
        Assert.Equal(2, Assert.Single(await ItemsAsync()).ItemHandle);
    }

    [Fact]
    public async Task A_completion_from_within_the_write_and_a_pending_one_are_counted_right()
    {
        await AddAndAdviseAsync();
        _access.OnWrite = item =>
        {
            _tap.OnWriteComplete(1, item);
            return 0;
        };
        await WriteAsync();
        Assert.Equal(0, _tap.Items.PendingWrites);
        _access.OnWrite = _ => 0;
        await WriteAsync();
        _tap.OnWriteComplete(1, 1, [new MxStatus { Success = -1, Category = MxStatusCategory.Pending }]);
        Assert.Equal(1, _tap.Items.PendingWrites);
        _tap.OnWriteComplete(1, 1);
        Assert.Equal(0, _tap.Items.PendingWrites);
        _tap.OnWriteComplete(1, 1);
        Assert.Equal(0, _tap.Items.PendingWrites);
        Assert.Equal(4, _sink.Of(1, EventFamily.OnWriteComplete).Count);
    }

    [Fact]
    public async Task A_refused_write_and_a_removed_item_leave_no_pending_write()
    {
        await AddAndAdviseAsync();
        _access.OnWrite = _ => Hresults.NotSupported;
        Assert.Equal(Hresults.NotSupported, (await WriteAsync()).Hresult);
        Assert.Equal(0, _tap.Items.PendingWrites);
        _access.OnWrite = _ => 0;
        await WriteAsync();
        await _runner.RunAsync(new MxCommand { Method = MxMethod.RemoveItem, ServerHandle = 1, ItemHandle = 1 });
        Assert.Equal(0, _tap.Items.PendingWrites);
    }

    [Fact]
    public async Task Secured_bulk_writes_keep_the_components_order_of_users_and_time()
    {
        await AddAndAdviseAsync();
        await _runner.RunAsync(new MxCommand
        {
            Method = MxMethod.WriteSecured2Bulk,
            ServerHandle = 1,
            Writes =
            [
                new MxWrite
                {
                    ItemHandle = 1,
                    Value = MxValue.FromInt32(9),
                    Timestamp = MxValue.FromDate(DateTime.UnixEpoch),
                    UserId = 7,
                    VerifierUserId = 8,
                },
            ],
        });
        Assert.Equal("WriteSecured2 1 9 Date users 7 8", _access.Calls[^1]);
    }

    [Fact]
    public async Task Teardown_unadvises_removes_and_unregisters_in_that_order()
    {
        await AddAndAdviseAsync();
        _runner.Teardown();
        Assert.Equal(["UnAdvise 1", "RemoveItem 1", "Unregister 1"], _access.Calls[^3..]);
    }

    private Task<MxReply> ReadAsync(params string[] definitions) => _runner.RunAsync(
        new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 1, ItemDefinitions = definitions, ReadTimeoutMs = 1000 });

    private async Task AddAndAdviseAsync()
    {
        await _runner.RunAsync(new MxCommand { Method = MxMethod.Register, ClientName = "c" });
        await _runner.RunAsync(new MxCommand { Method = MxMethod.AddItem, ServerHandle = 1, ItemDefinition = "A" });
        await _runner.RunAsync(new MxCommand { Method = MxMethod.Advise, ServerHandle = 1, ItemHandle = 1 });
    }

    private Task<MxReply> WriteAsync() => _runner.RunAsync(
        new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, Value = MxValue.FromInt32(1) });

    private async Task<IReadOnlyList<ItemInfo>> ItemsAsync() =>
        (await _runner.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!.Items;
}
