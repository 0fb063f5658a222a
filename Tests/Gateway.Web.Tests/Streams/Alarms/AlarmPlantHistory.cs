using Gateway.Contracts;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>
/// A random plant in front of two logs on real files, which get the same inputs: one is never killed, the other commits now and
/// then, and when it is killed, it gets again what it had not committed.
/// </summary>
internal sealed class AlarmPlantHistory : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _other = new();
    private readonly Random _random;
    private readonly Dictionary<string, ModelAlarm> _plant;
    private readonly List<Action<AlarmBook>> _uncommitted = [];
    private long _inputs;

    public AlarmPlantHistory(Random random, string[] references)
    {
        _random = random;
        _plant = references.ToDictionary(reference => reference, _ => new ModelAlarm());
        Rig = Open(_directory);
        NeverKilled = Open(_other);
        Readers = new AlarmReaders(random);
        TakeUp();
    }

    public AlarmRig Rig { get; private set; }

    public AlarmRig NeverKilled { get; }

    public AlarmReaders Readers { get; }

    /// <summary>Something happens in the plant. A callback may be lost, and those of several attributes come in any order.</summary>
    public void Step(int at)
    {
        var (reference, alarm) = _plant.ElementAt(_random.Next(_plant.Count));
        foreach (var reading in alarm.Step(_random, at).OrderBy(_ => _random.Next()).Where(_ => _random.Next(6) > 0))
        {
            Input(book => book.Apply(reference, reading));
        }

        if (_random.Next(3) > 0)
        {
            Commit();
        }
    }

    /// <summary>The worker dies: another session begins with first values.</summary>
    public void LoseWorker()
    {
        Input(book => book.Forget());
        TakeUp();
    }

    /// <summary>The gateway is killed and the next one goes on at the position that was committed.</summary>
    public void Kill()
    {
        Rig.Dispose();
        Rig = Open(_directory);
        Assert.Equal(_inputs - _uncommitted.Count, Rig.Position?.Sequence ?? 0);
        _uncommitted.ForEach(input => input(Rig.Book));
        Readers.ResumeAll(Rig);
    }

    /// <summary>What came and went counts when it was read twice.</summary>
    public void ReadAgainAndCheck()
    {
        for (var turn = 0; turn < 2; turn++)
        {
            foreach (var (reference, alarm) in _plant)
            {
                var readings = alarm.Read();
                Input(book => book.Compare(reference, readings));
                Input(book => book.Apply(reference, alarm.Shelving));
            }
        }

        Commit();
        NeverKilled.Commit(_inputs);
        foreach (var (reference, alarm) in _plant)
        {
            var seen = Rig.Book.Find(reference)!.Alarm;
            Assert.Equal(alarm.State, AlarmStateRules.Of(seen));

            // What suppresses an unknown alarm is told when it is known again.
            Assert.True(alarm.State == AlarmState.Unknown || seen.Suppression == alarm.Suppression, $"{reference} is {seen.Suppression}, not {alarm.Suppression}");
        }

        Readers.Check(Rig);
    }

    public void Dispose()
    {
        Rig.Dispose();
        NeverKilled.Dispose();
        _directory.Dispose();
        _other.Dispose();
    }

    private AlarmRig Open(TempDirectory directory)
    {
        var rig = new AlarmRig(directory.Path);
        foreach (var reference in _plant.Keys)
        {
            rig.Book.Watch(reference);
        }

        return rig;
    }

    private void TakeUp()
    {
        foreach (var (reference, alarm) in _plant)
        {
            foreach (var reading in alarm.Read().Append(alarm.Shelving))
            {
                Input(book => book.Apply(reference, reading));
            }

            Input(book => book.Settle(reference));
        }
    }

    private void Input(Action<AlarmBook> input)
    {
        _inputs++;
        input(NeverKilled.Book);
        input(Rig.Book);
        _uncommitted.Add(input);
    }

    private void Commit()
    {
        Rig.Commit(_inputs);
        _uncommitted.Clear();
    }
}
