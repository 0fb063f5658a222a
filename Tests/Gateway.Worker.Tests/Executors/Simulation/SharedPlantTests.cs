using Gateway.Values;
using Gateway.Worker.Executors.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class SharedPlantTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-plant-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 130, TimeSpan.Zero));
    private readonly List<GalaxyRig> _sessions = [];

    private string File => Path.Combine(_directory.FullName, "plant");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_is_written_in_one_session_is_written_in_all()
    {
        var (one, other) = (Join(), Join());
        Write(one, "Tank102.Level.SP", MxValue.FromFloat(75));
        Pass(1);
        Assert.Equal(75, other["Tank102.Level.SP"].Number);
        Write(other, "Plant.Crew[]", MxValue.FromArray(VariantType.String, new[] { "A", "B" }));
        Pass(1);
        Assert.Equal(["A", "B"], (string[])one["Plant.Crew"].Value.AsArray());
        Assert.Equal(one["Plant.Crew"].Time, other["Plant.Crew"].Time);
    }

    [Fact]
    public void An_alarm_is_raised_and_acknowledged_in_all_sessions_at_the_same_time()
    {
        var (one, other) = (Join(), Join());
        Write(one, "AlarmFlood01.A001", MxValue.FromBoolean(true));
        Pass(1);
        Assert.Equal((1, 0), (other["AlarmFlood01.A001.InAlarm"].Number, other["AlarmFlood01.A001.Acked"].Number));
        Write(other, "AlarmFlood01.A001.AckMsg", MxValue.FromString("seen"));
        Pass(1);
        Assert.Equal(1, one["AlarmFlood01.A001.Acked"].Number);
        Assert.Equal("seen", one["AlarmFlood01.A001.AckMsg"].Value.AsString());
        foreach (var name in new[] { "TimeAlarmOn", "TimeAlarmAcked" })
        {
            Assert.Equal(one[$"AlarmFlood01.A001.{name}"].Value, other[$"AlarmFlood01.A001.{name}"].Value);
        }
    }

    [Theory]
    [InlineData("not a time\n")]
    [InlineData("2026-03-01T12:00:00.0000000Z\nnot a write\n")]
    [InlineData("2026-03-01T12:00:00.0000000Z\nnull\n")]
    public void A_damaged_file_is_refused_with_what_to_do(string text)
    {
        System.IO.File.WriteAllText(File, text);
        var error = Assert.Throws<IOException>(() => new SharedPlant(File, _clock.GetUtcNow().UtcDateTime));
        Assert.Contains("delete it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_first_line_was_not_completed_begins_anew()
    {
        System.IO.File.WriteAllText(File, "2026-03-0");
        Assert.Equal(_clock.GetUtcNow().UtcDateTime, new SharedPlant(File, _clock.GetUtcNow().UtcDateTime).Began);
    }

    [Fact]
    public void A_session_that_begins_later_has_the_same_plant()
    {
        var first = Join();
        Pass(40);
        Write(first, "Tank101.Level.SP", MxValue.FromFloat(90));
        Write(first, "AlarmFlood.Standing", MxValue.FromInt32(7));
        Pass(60);
        Write(first, "AlarmFlood01.A003.AckMsg", MxValue.FromString("seen"));
        Write(first, "AlarmFlood.Standing", MxValue.FromInt32(5));
        Pass(33);
        var second = Join();
        Pass(20);
        Assert.Equal((1, 1, 5), (second["AlarmFlood01.A003.InAlarm"].Number, second["AlarmFlood01.A003.Acked"].Number, second["AlarmFlood.AlarmOnCnt"].Number));
        Assert.True(second["Tank101.Level.PV"].Number > 60, "the level did not follow what was written");
        Assert.Equal(StateOf(first), StateOf(second));
    }

    [Fact]
    public void The_load_is_of_each_session()
    {
        var (one, other) = (Join(), Join());
        Write(one, "Load.Rate", MxValue.FromInt32(100));
        Pass(1);
        Assert.Equal(0, other["Load.Rate"].Number);
    }

    [Fact]
    public void A_write_that_was_not_completed_is_none()
    {
        var one = Join();
        System.IO.File.AppendAllText(File, "{\"Name\":\"Tank102.Level.SP\",\"Val");
        Pass(1);
        var other = Join();
        Write(other, "Tank101.Level.SP", MxValue.FromFloat(60));
        Pass(1);
        Assert.Equal((60, 50), (one["Tank101.Level.SP"].Number, one["Tank102.Level.SP"].Number));
    }

    [Fact]
    public void A_write_that_cannot_be_shared_fails_and_has_no_effect()
    {
        var one = Join();
        System.IO.File.WriteAllText(File, "");
        Write(one, "Tank102.Level.SP", MxValue.FromFloat(75));
        Assert.Equal(50, one["Tank102.Level.SP"].Number);
        Assert.Equal([Statuses.NotStored], one.Events.Failures);
    }

    [Fact]
    public void A_plant_that_is_shared_is_not_deterministic_too() => Assert.Single(
        SimulatorOptionsValidator.Validate(new SimulatorOptions { Deterministic = true, SharedPath = File }));

    private GalaxyRig Join()
    {
        var session = new GalaxyRig(new SimulatorOptions { SharedPath = File, LoadItems = 0 }, clock: _clock);
        _sessions.Add(session);
        return session;
    }

    private void Pass(double seconds)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(70))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(70));
            _sessions.ForEach(session => session.Galaxy.Schedule.RunDue());
        }
    }

    private void Write(GalaxyRig session, string reference, MxValue value)
    {
        var item = session.Advise(reference);
        Pass(0.1);
        Assert.Equal(0, session.Access.Write(session.Server, item, value, 0));
        Pass(0.2);
    }

    private static string[] StateOf(GalaxyRig session) =>
    [
        .. session.Galaxy.Plant.Attributes.Where(attribute => !attribute.Name.StartsWith("Load.", StringComparison.Ordinal))
            .Select(Describe).Order(StringComparer.Ordinal),
    ];

    // The alarms of floods are made when they are used, and have the time of that until they change.
    private static string Describe(PlantAttribute attribute) =>
        $"{attribute.Name} = {attribute.Value} {attribute.Quality} {(attribute.Name.StartsWith("AlarmFlood", StringComparison.Ordinal) ? "" : attribute.Time.ToString("O"))}";
}
