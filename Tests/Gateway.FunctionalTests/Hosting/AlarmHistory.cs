using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// A random history of a plant with eight alarms under a real gateway, with a model beside it that knows the state of each alarm and
/// how often it was raised, cleared and acknowledged.
/// </summary>
internal sealed class AlarmHistory(MonitoredGateway gateway, ChaosProxy proxy, Random random) : IAsyncDisposable
{
    private const int Alarms = 8;
    private const int Readers = 3;

    private readonly Dictionary<string, State> _model = Enumerable.Range(1, Alarms).ToDictionary(i => $"Rig.X{i}", _ => new State());
    private readonly List<AlarmWatcher> _readers = [];

    public static string Galaxy { get; } = $$"""
        { "security": "free", "objects": [ { "name": "Rig",
          "attributes": { {{string.Join(", ", Enumerable.Range(1, Alarms).Select(i =>
              $$"""
              "Broken{{i}}": { "type": "Boolean" }, "X{{i}}": { "type": "Boolean", "access": "Operate", "quality": "if(Broken{{i}}, 16, 192)" }
              """))}} },
          "alarms": { {{string.Join(", ", Enumerable.Range(1, Alarms).Select(i => $$"""
              "X{{i}}": { "priority": {{i * 100}} }
              """))}} } } ] }
        """;

    public async Task RunAsync(int steps)
    {
        for (var i = 0; i < Readers; i++)
        {
            _readers.Add(gateway.Watch(via: i == 0 ? null : proxy.Url));
        }

        await gateway.WatchingAsync();
        for (var step = 0; step < steps; step++)
        {
            await StepAsync();
            if (random.Next(6) == 0)
            {
                await CheckAsync($"step {step}");
            }
        }

        await CheckAsync("the last step");
        await CheckLogAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }
    }

    private async Task StepAsync()
    {
        var name = _model.Keys.ElementAt(random.Next(Alarms));
        switch (random.Next(40))
        {
            case < 20:
                await SeenAsync(name);
                await ToggleAsync(name);
                break;
            case < 25:
                await AcknowledgeAsync(name);
                break;
            case < 28:
                await SeenAsync(name);
                await AcknowledgeElsewhereAsync(name);
                break;
            case < 32:
                await SeenAsync(name);
                await BreakAsync(name);
                break;
            case < 35:
                await ShelveAsync(name);
                break;
            case 35:
                await LoseWorkerAsync();
                break;
            case 36:
                await gateway.KillAsync();
                await gateway.WatchingAsync();
                break;
            case < 39:
                proxy.Cut();
                break;
            default:
                await _readers[^1].DisposeAsync();
                _readers[^1] = gateway.Watch(via: proxy.Url);
                break;
        }
    }

    // What changes back before the monitor has looked is a change that nobody can see.
    private Task SeenAsync(string name) => _readers[0].SeesAsync(name, _model[name].Shown);

    private async Task ToggleAsync(string name)
    {
        var alarm = _model[name];
        alarm.On = !alarm.On;
        await gateway.WriteAsync(name, MxValue.FromBoolean(alarm.On));
        await JudgeAsync(name);
    }

    // While its input is bad, an alarm keeps what it was.
    private async Task BreakAsync(string name)
    {
        var alarm = _model[name];
        alarm.Broken = !alarm.Broken;
        await gateway.WriteAsync(name.Replace("X", "Broken", StringComparison.Ordinal), MxValue.FromBoolean(alarm.Broken));
        await JudgeAsync(name);
    }

    private async Task JudgeAsync(string name)
    {
        var alarm = _model[name];
        alarm.Judge();
        await Eventually.Async(
            async () => await gateway.ReadItemAsync($"{name}.InAlarm") is { Value: { } value, Quality: { } quality } && value == MxValue.FromBoolean(alarm.Active) && quality < 64 == alarm.Broken,
            $"{name} to be {alarm} in the plant");
    }

    private async Task AcknowledgeAsync(string name)
    {
        var alarm = _model[name];
        if (alarm.Acked || alarm.Broken)
        {
            return;
        }

        await SeenAsync(name);
        Assert.Equal(AlarmOutcome.Acknowledged, (await gateway.AcknowledgeAsync(_readers[0].Find(name)!, "seen")).Outcome);
        alarm.Acknowledge();
    }

    private async Task AcknowledgeElsewhereAsync(string name)
    {
        var alarm = _model[name];
        if (alarm.Acked)
        {
            return;
        }

        await gateway.WriteAsync($"{name}.AckMsg", MxValue.FromString($"elsewhere {alarm.Raises}"));
        alarm.Acknowledge();
    }

    private async Task ShelveAsync(string name)
    {
        var alarm = _model[name];
        if (alarm.Broken)
        {
            return;
        }

        await SeenAsync(name);
        var request = new ShelveAlarmRequest { Reference = name, Hours = alarm.Shelved ? 0 : 1, Reason = "history" };
        var outcome = (await gateway.Client.ShelveAlarmAsync(request).WithTimeout("the outcome")).Outcome;
        Assert.Equal(alarm.Shelved ? AlarmOutcome.Unshelved : AlarmOutcome.Shelved, outcome);
        alarm.Shelved = !alarm.Shelved;
    }

    // An alarm that changes twice while nobody looks has an occurrence that nobody can see; so each alarm changes once.
    private async Task LoseWorkerAsync()
    {
        await gateway.KillMonitorAsync();
        foreach (var name in _model.Keys.OrderBy(_ => random.Next()).Take(random.Next(4)).ToArray())
        {
            await (random.Next(3) switch
            {
                0 => BreakAsync(name),
                1 => AcknowledgeElsewhereAsync(name),
                _ => ToggleAsync(name),
            });
        }

        await gateway.WatchingAsync();
    }

    private async Task CheckAsync(string when)
    {
        foreach (var reader in _readers)
        {
            foreach (var (name, alarm) in _model)
            {
                await reader.SeesAsync(name, alarm.Shown);
                await reader.UntilAsync(table => (table.Get(name)?.Suppression == AlarmSuppression.Shelved) == alarm.Shelved, $"{name} to be shelved or not after {when}");
            }
        }
    }

    private async Task CheckLogAsync()
    {
        // First what the readers have: a change that nobody can see, of a comment for example, may still come, and is in the log before it is told.
        var told = _readers.Select(reader => reader.Transitions).ToArray();
        var log = await gateway.LogAsync();
        Assert.Equal(log.Select((_, index) => index + 1L), log.Select(one => one.Sequence));
        foreach (var (name, alarm) in _model)
        {
            var own = log.Where(one => one.Alarm.Reference.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
            Assert.True(
                (alarm.Raises, alarm.Clears, alarm.Acknowledgements) == (CountOf(own, AlarmTransitionKind.Raised), CountOf(own, AlarmTransitionKind.Cleared), CountOf(own, AlarmTransitionKind.Acknowledged)),
                $"{name} was raised, cleared and acknowledged {alarm.Raises}, {alarm.Clears} and {alarm.Acknowledgements} times. The plant: {alarm.Story}. The log: {string.Join(", ", own.Select(one => $"{one.Sequence} {one.Kind} ({one.Cause}, {one.Alarm.Condition}, {(one.Alarm.Acknowledged == true ? "acknowledged" : "not acknowledged")}) at {one.At:mm:ss.fff}"))}.");
        }

        foreach (var transitions in told)
        {
            Assert.Equal(transitions.Select(one => one.Sequence).Order().Distinct(), transitions.Select(one => one.Sequence));
            Assert.All(transitions, one => Assert.Equal(log[(int)one.Sequence - 1].Alarm, one.Alarm));
        }
    }

    private static int CountOf(IEnumerable<AlarmTransition> log, AlarmTransitionKind kind) => log.Count(one => one.Kind == kind);

    private sealed class State
    {
        public bool On { get; set; }

        public bool Broken { get; set; }

        public bool Active { get; private set; }

        public bool Acked { get; private set; } = true;

        public bool Shelved { get; set; }

        /// <summary>What happened, for the message of a failure.</summary>
        public string Story { get; private set; } = "";

        public int Raises { get; private set; }

        public int Clears { get; private set; }

        public int Acknowledgements { get; private set; }

        public AlarmState Shown => Broken ? AlarmState.Unknown
            : Active ? (Acked ? AlarmState.Acknowledged : AlarmState.Unacknowledged)
            : Acked ? AlarmState.Normal : AlarmState.Returned;

        public void Judge()
        {
            if (Broken || Active == On)
            {
                return;
            }

            (Active, Acked) = (On, Acked && !On);
            Raises += On ? 1 : 0;
            Clears += On ? 0 : 1;
            Note(On ? "raised" : "cleared");
        }

        public void Acknowledge()
        {
            Acked = true;
            Acknowledgements++;
            Note(Broken ? "acknowledged while broken" : "acknowledged");
        }

        private void Note(string what) => Story += $"{(Story.Length == 0 ? "" : ", ")}{what} at {TimeProvider.System.GetUtcNow():mm:ss.fff}";

        public override string ToString() => $"{(Broken ? "broken, last " : "")}{(Active ? "active" : "normal")}";
    }
}
