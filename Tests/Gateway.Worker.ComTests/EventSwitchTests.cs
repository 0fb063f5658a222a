using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Worker.ComTests;

/// <summary>Events in the cases where sources disagree: every variant is accepted, and raw values are kept.</summary>
public sealed class EventSwitchTests
{
    [Theory]
    [InlineData("date", null)]
    [InlineData("filetime", null)]
    [InlineData("i8", VariantType.Int64)]
    [InlineData("text", VariantType.String)]
    [InlineData("localtext", VariantType.String)]
    public async Task Every_kind_of_time_stamp_is_converted_and_kept(string kind, VariantType? raw)
    {
        var sink = new TimeSink();
        await using var fixture = await ComFixture.StartAsync(new Dictionary<string, string> { ["FAKELMX_TIME_KIND"] = kind }, sink: sink);
        var driver = new Tests.Executors.ExecutorDriver(fixture);
        await driver.AdviseAsync(await driver.RegisterAsync(), fixture.WritableFloat);
        var change = await sink.First.WithTimeout("the first callback");
        var age = TimeProvider.System.GetUtcNow().UtcDateTime - change.SourceTime!.Value;
        Assert.InRange(age.TotalSeconds, -2, 60);
        Assert.Equal(raw, change.RawTime?.Type);
    }

    [Theory]
    [InlineData("empty", null)]
    [InlineData("junk", VariantType.String)]
    public async Task A_time_stamp_that_says_nothing_is_absent(string kind, VariantType? raw)
    {
        var sink = new TimeSink();
        await using var fixture = await ComFixture.StartAsync(new Dictionary<string, string> { ["FAKELMX_TIME_KIND"] = kind }, sink: sink);
        var driver = new Tests.Executors.ExecutorDriver(fixture);
        await driver.AdviseAsync(await driver.RegisterAsync(), fixture.WritableFloat);
        var change = await sink.First.WithTimeout("the first callback");
        Assert.Null(change.SourceTime);
        Assert.Equal(raw, change.RawTime?.Type);
    }

    [Theory]
    [InlineData("last", -5)]
    [InlineData("first", 5)]
    public async Task A_time_stamp_that_is_none_in_UTC_is_absent_and_the_session_goes_on(string kind, int hours)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(hours), "test", "test");
        await using var fixture = await ComFixture.StartAsync(
            new Dictionary<string, string> { ["FAKELMX_TIME_KIND"] = kind }, new Executors.Com.ComOptions { TimeZone = zone });
        var driver = new Tests.Executors.ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var item = await driver.AdviseAndWaitAsync(server, fixture.WritableFloat);
        var change = Assert.Single(fixture.Sink.Of(item));
        Assert.Null(change.SourceTime);
        Assert.Equal(VariantType.Date, change.RawSourceTime?.Type);

        // A write time that does not exist in the zone is refused before the component sees it.
        var beyond = new MxCommand
        {
            Method = MxMethod.Write2,
            ServerHandle = server,
            ItemHandle = item,
            Value = MxValue.FromFloat(2),
            Timestamp = MxValue.FromDate(hours < 0 ? DateTime.MinValue : DateTime.MaxValue),
        };
        Assert.Equal(Executors.Hresults.InvalidTime, (await driver.RunAsync(beyond)).Hresult);
        await driver.WriteAsync(server, item, MxValue.FromFloat(2));
        Assert.True((await driver.CompletionAsync(item)).IsSuccess);
        Assert.Null(fixture.Sink.Fault);
    }

    [Theory]
    [InlineData("byref", 1)]
    [InlineData("array", 1)]
    [InlineData("variants", 1)]
    [InlineData("record", 1)]
    [InlineData("two", 2)]
    [InlineData("empty", 0)]
    [InlineData("none", 0)]
    public async Task Statuses_are_read_in_every_form(string kind, int count)
    {
        await using var rig = await SwitchRig.StartAsync(("STATUS_KIND", kind));
        Assert.Equal(Enumerable.Repeat(MxStatus.Good, count), (await rig.FirstAsync(rig.Fixture.WritableFloat)).Statuses);
        var failed = (await rig.FirstAsync(rig.Fixture.Missing)).Statuses;
        Assert.Equal(count, failed.Count);
        Assert.All(failed, status => Assert.Equal((0, MxStatusCategory.ConfigurationError, 6), (status.Success, status.Category, status.Detail)));
    }

    [Fact]
    public async Task Success_is_the_number_that_came()
    {
        await using var rig = await SwitchRig.StartAsync(("SUCCESS", "1"));
        Assert.Equal(1, (await rig.FirstAsync(rig.Fixture.WritableFloat)).Status.Success);
    }

    [Theory]
    [InlineData("65536", 65728)]
    [InlineData("-192", 0)]
    [InlineData("-128", 64)]
    public async Task Quality_is_the_raw_long(string added, int quality)
    {
        await using var rig = await SwitchRig.StartAsync(("QUALITY", added));
        Assert.Equal(quality, (await rig.FirstAsync(rig.Fixture.WritableFloat)).Quality);
    }

    [Theory]
    [InlineData("4", MxStatusCategory.ConfigurationError)]
    [InlineData("3", MxStatusCategory.CommunicationError)]
    public async Task An_array_without_brackets_fails_with_the_category_that_came(string category, MxStatusCategory expected)
    {
        await using var rig = await SwitchRig.StartAsync(("ARRAY_CATEGORY", category));
        var status = (await rig.FirstAsync(rig.Fixture.StringArray)).Status;
        Assert.Equal((expected, 1003), (status.Category, status.Detail));
    }

    [Fact]
    public async Task A_write_whose_completion_never_comes_stays_pending()
    {
        await using var rig = await SwitchRig.StartAsync(("WRITE_COMPLETION", "absent"), ("WRITE_DELAY_MS", "0"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        await rig.Driver.WriteAsync(rig.Server, item, MxValue.FromFloat(7));
        await rig.Driver.UntilAsync(() => rig.Sink.Of(item)[^1].Value == MxValue.FromFloat(7), "the written value");
        Assert.Empty(rig.Sink.Of(item, EventFamily.OnWriteComplete));
        Assert.Equal(1, (await rig.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!.PendingWrites);
    }

    [Theory]
    [InlineData("pending", 2, 0)]
    [InlineData("pendingonly", 1, 1)]
    public async Task A_completion_that_is_pending_is_not_the_end_of_a_write(string kind, int events, int pending)
    {
        await using var rig = await SwitchRig.StartAsync(("WRITE_COMPLETION", kind), ("WRITE_DELAY_MS", "20"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        await rig.Driver.WriteAsync(rig.Server, item, MxValue.FromFloat(7));
        Assert.Equal(MxStatusCategory.Pending, (await rig.Driver.CompletionAsync(item)).Status.Category);
        await rig.Driver.UntilAsync(() => rig.Sink.Of(item, EventFamily.OnWriteComplete).Count == events, "the completions");
        Assert.Equal(pending, (await rig.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!.PendingWrites);
    }

    [Fact]
    public async Task A_delayed_completion_is_waited_for()
    {
        await using var rig = await SwitchRig.StartAsync(("WRITE_DELAY_MS", "900"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        var before = TimeProvider.System.GetTimestamp();
        await rig.Driver.WriteAsync(rig.Server, item, MxValue.FromFloat(7));
        Assert.True((await rig.Driver.CompletionAsync(item)).IsSuccess);
        Assert.True(TimeProvider.System.GetElapsedTime(before) > TimeSpan.FromMilliseconds(800));
    }

    [Fact]
    public async Task An_operation_that_never_completes_raises_nothing()
    {
        await using var rig = await SwitchRig.StartAsync(("OPERATION_COMPLETE", "absent"), ("WRITE_DELAY_MS", "20"));
        var item = await rig.AdviseAndWaitAsync(rig.Fixture.WritableFloat);
        Assert.Equal(MxStatusCategory.Pending, (await rig.Driver.ItemAsync(MxMethod.Suspend, rig.Server, item)).Status!.Category);
        await rig.Driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(rig.Sink.Of(item, EventFamily.OperationComplete));
    }

    [Fact]
    public async Task A_silent_item_is_silent_and_its_read_times_out()
    {
        await using var rig = await SwitchRig.StartAsync(("SILENT_ITEM", "Tank101.Level.Gain"));
        var silent = await rig.Driver.AdviseAsync(rig.Server, rig.Fixture.WritableFloat);
        await rig.FirstAsync(rig.Fixture.Changing);
        Assert.Empty(rig.Sink.Of(silent));
        var read = await rig.RunAsync(new MxCommand { Method = MxMethod.ReadBulk, ItemDefinitions = [rig.Fixture.WritableFloat], ReadTimeoutMs = 300 });
        Assert.Equal(unchecked((int)0x800705B4), read.Results![0].Hresult);
    }

    [Theory]
    [InlineData("typed", true)]
    [InlineData("variants", true)]
    [InlineData("scalar", false)]
    public async Task Buffered_changes_are_taken_in_every_shape(string shape, bool arrays)
    {
        await using var rig = await SwitchRig.StartAsync(("BUFFERED_SHAPE", shape));
        await rig.RunAsync(new MxCommand { Method = MxMethod.SetBufferedUpdateInterval, UpdateInterval = 300 });
        var added = await rig.RunAsync(new MxCommand { Method = MxMethod.AddBufferedItem, ItemDefinition = rig.Fixture.Changing, ItemContext = "" });
        var item = added.ReturnValue!.Value;
        await rig.Driver.ItemAsync(MxMethod.Advise, rig.Server, item);
        await rig.Driver.UntilAsync(() => rig.Sink.Of(item, EventFamily.OnBufferedDataChange).Count > 1, "two deliveries");
        var last = rig.Sink.Of(item, EventFamily.OnBufferedDataChange)[^1];
        Assert.Equal((arrays, arrays, arrays), (last.Value.IsArray, last.Qualities.IsArray, last.SourceTimes.IsArray));
        Assert.Equal((VariantType.Float, VariantType.Int32, VariantType.Date), (last.Value.ElementType, last.Qualities.ElementType, last.SourceTimes.ElementType));
        Assert.Equal(MxDataType.Float, last.DataType);
    }
}
