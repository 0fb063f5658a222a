using Gateway.Values;

namespace Gateway.Worker.Tests.Executors;

/// <summary>
/// The part of the executor contract about the attributes of alarms. The order in which the attributes of one alarm arrive is not part of it,
/// because the order of MXAccess is not known.
/// </summary>
public abstract class AlarmContract : ExecutorContractBase
{
    /// <summary>Below every value of the alarm's input, and above.</summary>
    private const float Raising = -1;
    private const float Clearing = 101;
    private const int Good = 192;

    private int _server;

    [Fact]
    public async Task An_object_names_its_area_its_description_and_the_attributes_of_its_alarms()
    {
        _server = await Driver.RegisterAsync();
        var separator = Fixture.Alarm.IndexOf('.', StringComparison.Ordinal);
        var (name, root) = (Fixture.Alarm[..separator], Fixture.Alarm[(separator + 1)..]);
        var attributes = await ReadAsync($"{name}._Attributes[]");
        Assert.Superset(
            new HashSet<string> { $"{root}.InAlarm", $"{root}.Acked", $"{root}.AckMsg", $"{root}.TimeAlarmOn", $"{root}.Priority", $"{root}.AlarmMode" },
            ((string[])attributes.AsArray()).ToHashSet());
        Assert.NotEqual("", (await ReadAsync($"{name}.Area")).AsString());
        Assert.NotEqual("", (await ReadAsync($"{name}.ShortDesc")).AsString());
    }

    [Theory]
    [InlineData("InAlarm", VariantType.Boolean)]
    [InlineData("Condition", VariantType.Boolean)]
    [InlineData("Acked", VariantType.Boolean)]
    [InlineData("AckMsg", VariantType.String)]
    [InlineData("TimeAlarmOn", VariantType.Date)]
    [InlineData("TimeAlarmOff", VariantType.Date)]
    [InlineData("TimeAlarmAcked", VariantType.Date)]
    [InlineData("Priority", VariantType.Int32)]
    [InlineData("Category", VariantType.String)]
    [InlineData("DescAttrName", VariantType.String)]
    [InlineData("AlarmMode", VariantType.String)]
    [InlineData("AlarmInhibit", VariantType.Boolean)]
    [InlineData("AlarmShelved", VariantType.Boolean)]
    [InlineData("Limit", VariantType.Float)]
    public async Task An_attribute_of_an_alarm_has_its_type(string attribute, VariantType type)
    {
        _server = await Driver.RegisterAsync();
        Assert.Equal(type, (await ReadAsync($"{Fixture.Alarm}.{attribute}")).Type);
    }

    [Theory]
    [InlineData("seen by the shift")]
    [InlineData("")]
    public async Task A_rise_is_unacknowledged_and_any_comment_acknowledges_it(string comment)
    {
        var (inAlarm, acked) = await AdviseAsync();
        var raised = await AdviseAsync("TimeAlarmOn");
        var acknowledged = await AdviseAsync("TimeAlarmAcked");
        var before = Latest(raised).AsDateTime();
        await RaiseAsync(inAlarm);
        await Driver.UntilAsync(() => !IsTrue(acked), "Acked became false");
        await Driver.UntilAsync(() => Latest(raised).AsDateTime() > before, "TimeAlarmOn moved");
        Assert.True((await WriteAsync("AckMsg", MxValue.FromString(comment))).IsSuccess);
        await Driver.UntilAsync(() => IsTrue(acked), "Acked became true");
        await Driver.UntilAsync(() => Latest(acknowledged).AsDateTime() >= Latest(raised).AsDateTime(), "TimeAlarmAcked moved");
        Assert.True(IsTrue(inAlarm));
    }

    [Fact]
    public async Task An_alarm_that_returned_waits_for_its_acknowledgement_and_the_next_rise_is_a_new_one()
    {
        var (inAlarm, acked) = await AdviseAsync();
        await RaiseAsync(inAlarm);
        await Driver.UntilAsync(() => !IsTrue(acked), "Acked became false");
        await WriteAsync("Limit", MxValue.FromFloat(Clearing));
        await Driver.UntilAsync(() => !IsTrue(inAlarm), "the return");
        await Driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.False(IsTrue(acked));
        await WriteAsync("AckMsg", MxValue.FromString(""));
        await Driver.UntilAsync(() => IsTrue(acked), "Acked became true");
        await RaiseAsync(inAlarm);
        await Driver.UntilAsync(() => !IsTrue(acked), "Acked became false again");
    }

    [Fact]
    public async Task A_comment_beyond_256_characters_fails_by_event_and_acknowledges_nothing()
    {
        var (inAlarm, acked) = await AdviseAsync();
        await RaiseAsync(inAlarm);
        var completion = await WriteAsync("AckMsg", MxValue.FromString(new string('x', 257)));
        Assert.Equal((false, MxStatusCategory.OperationalError), (completion.IsSuccess, completion.Status.Category));
        await Driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.False(IsTrue(acked));
        Assert.True((await WriteAsync("AckMsg", MxValue.FromString(new string('x', 256)))).IsSuccess);
        await Driver.UntilAsync(() => IsTrue(acked), "Acked became true");
    }

    [Theory]
    [InlineData("InAlarm")]
    [InlineData("Acked")]
    [InlineData("TimeAlarmOn")]
    [InlineData("AlarmMode")]
    public async Task What_an_alarm_reports_cannot_be_written(string attribute)
    {
        _server = await Driver.RegisterAsync();
        Assert.False((await WriteAsync(attribute, MxValue.FromBoolean(true))).IsSuccess);
    }

    [Theory]
    [InlineData("AlarmInhibit", "true", "false")]
    [InlineData("AlarmModeCmd", "Disable", "Enable")]
    public async Task A_disabled_alarm_looks_normal_and_rises_anew_when_it_is_enabled(string command, string off, string on)
    {
        var (inAlarm, acked) = await AdviseAsync();
        var mode = await AdviseAsync("AlarmMode");
        await RaiseAsync(inAlarm);
        await WriteAsync("AckMsg", MxValue.FromString("seen"));
        await Driver.UntilAsync(() => IsTrue(acked), "Acked became true");
        await WriteAsync(command, MxValue.FromString(off));
        await Driver.UntilAsync(() => !IsTrue(inAlarm) && Latest(mode).AsString() == "Disable", "the alarm was disabled");
        Assert.Equal(Good, Sink.Of(inAlarm)[^1].Quality);
        Assert.True((await ReadAsync($"{Fixture.Alarm}.Condition")).AsBoolean());
        await WriteAsync(command, MxValue.FromString(on));
        await Driver.UntilAsync(() => IsTrue(inAlarm) && !IsTrue(acked) && Latest(mode).AsString() == "Enable", "the new alarm");
    }

    [Fact]
    public async Task InAlarm_has_the_quality_of_its_input()
    {
        _server = await Driver.RegisterAsync();
        var inAlarm = await Driver.AdviseAndWaitAsync(_server, $"{Fixture.UnsteadyAlarm}.InAlarm");
        await Driver.PassAsync(TimeSpan.FromSeconds(5));
        await Driver.UntilAsync(() => (Sink.Of(inAlarm)[^1].Quality & Good) == 0, "a bad quality");
        var bad = Sink.Of(inAlarm)[^1];
        Assert.False(bad.Value.AsBoolean());
        Assert.True(bad.IsSuccess);
        await Driver.UntilAsync(() => Sink.Of(inAlarm)[^1].Quality == Good, "a good quality again");
    }

    [Fact]
    public async Task Shelving_shows_its_reason_and_ends_by_itself_or_by_command()
    {
        var (inAlarm, _) = await AdviseAsync();
        var shelved = await AdviseAsync("AlarmShelved");
        var reason = await AdviseAsync("AlarmShelveReason");
        await RaiseAsync(inAlarm);
        await WriteAsync("AlarmShelveCmd", MxValue.FromString("Duration=8; Reason=\"pump is being repaired\";"));
        await Driver.UntilAsync(() => IsTrue(shelved) && Latest(reason).AsString() == "pump is being repaired", "the alarm was shelved");
        await WriteAsync("AlarmShelveCmd", MxValue.FromString("Duration=0;"));
        await Driver.UntilAsync(() => !IsTrue(shelved), "the alarm was unshelved");
        var before = Sink.Of(shelved).Count;
        await WriteAsync("AlarmShelveCmd", MxValue.FromString("Duration=0.0002; Reason=\"short\";"));
        // It may have ended before anybody looks.
        await Driver.UntilAsync(() => Sink.Of(shelved).Skip(before).Any(change => change.Value.AsBoolean()), "the alarm was shelved again");
        await Driver.UntilAsync(() => !IsTrue(shelved), "shelving ended");
        Assert.True(IsTrue(inAlarm));
        Assert.False((await WriteAsync("AlarmShelveCmd", MxValue.FromString("for a while"))).IsSuccess);
    }

    private async Task<(int InAlarm, int Acked)> AdviseAsync()
    {
        _server = await Driver.RegisterAsync();
        await WriteAsync("Limit", MxValue.FromFloat(Clearing));
        var inAlarm = await AdviseAsync("InAlarm");
        await Driver.UntilAsync(() => !IsTrue(inAlarm), "no alarm at first");
        return (inAlarm, await AdviseAsync("Acked"));
    }

    private Task<int> AdviseAsync(string attribute) => Driver.AdviseAndWaitAsync(_server, $"{Fixture.Alarm}.{attribute}");

    private async Task RaiseAsync(int inAlarm)
    {
        await WriteAsync("Limit", MxValue.FromFloat(Raising));
        await Driver.UntilAsync(() => IsTrue(inAlarm), "the alarm");
    }

    /// <summary>Writes through an item of its own, and waits for the completion.</summary>
    private async Task<RecordedEvent> WriteAsync(string attribute, MxValue value)
    {
        var item = await AdviseAsync(attribute);
        Assert.Equal(0, (await Driver.WriteAsync(_server, item, value)).Hresult);
        return await Driver.CompletionAsync(item);
    }

    private async Task<MxValue> ReadAsync(string reference) => Latest(await Driver.AdviseAndWaitAsync(_server, reference));

    private MxValue Latest(int item) => Sink.Of(item)[^1].Value;

    private bool IsTrue(int item) => Latest(item).AsBoolean();
}
