using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Streams.Alarms;

/// <summary>
/// The alarms that are watched, and what has to be committed of them: it applies inputs to the reducer and numbers the transitions. Used
/// by the single writer of the log only.
/// </summary>
internal sealed class AlarmBook
{
    private readonly Dictionary<string, AlarmTrack> _tracks;
    private readonly Dictionary<string, AlarmTrack> _changed = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _removed = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AlarmRecord> _records = [];
    private readonly TimeProvider _time;
    private long _latest;

    public AlarmBook(string epoch, long latest, IEnumerable<AlarmTrack> tracks, TimeProvider time)
    {
        Epoch = epoch;
        _latest = latest;
        _tracks = tracks.ToDictionary(track => track.Alarm.Reference, StringComparer.OrdinalIgnoreCase);
        _time = time;
    }

    /// <summary>The epoch of the log in which transitions are numbered.</summary>
    public string Epoch { get; }

    public IReadOnlyCollection<AlarmTrack> Tracks => _tracks.Values;

    public int Unknown => _tracks.Values.Count(track => track.Alarm.Condition == AlarmCondition.Unknown);

    public AlarmTrack? Find(string reference) => _tracks.GetValueOrDefault(reference);

    /// <summary>Watches an alarm. Does nothing when it is watched already.</summary>
    public void Watch(string reference)
    {
        if (!_tracks.ContainsKey(reference))
        {
            _removed.Remove(reference);
            Keep(AlarmTrack.New(reference));
        }
    }

    /// <summary>Stops watching an alarm. What stood is told as removed.</summary>
    public void Remove(string reference)
    {
        if (!_tracks.Remove(reference, out var track))
        {
            return;
        }

        if (track.Alarm.Sequence > 0)
        {
            Record(track.Alarm, AlarmReducer.Remove(track, _latest + 1, Now));
        }

        _changed.Remove(reference);
        _removed.Add(reference);
    }

    public void Apply(string reference, AlarmReading reading) => Do(reference, (track, next, now) => AlarmReducer.Apply(track, reading, next, now));

    public void Settle(string reference) => Do(reference, AlarmReducer.Settle);

    public void Compare(string reference, IReadOnlyList<AlarmReading> readings) =>
        Do(reference, (track, next, now) => AlarmReducer.Compare(track, readings, next, now));

    public void Describe(string reference, AlarmDetails details) => Do(reference, (track, next, now) => AlarmReducer.Describe(track, details, next, now));

    /// <summary>Notes who is acknowledging the present occurrence; null when nobody is any more.</summary>
    public void Acknowledging(string reference, string? subject)
    {
        if (_tracks.TryGetValue(reference, out var track) && track.AcknowledgingBy != subject)
        {
            Keep(track with { AcknowledgingBy = subject });
        }
    }

    /// <summary>The session is lost: what its attributes said is forgotten, and the alarms stay as they were.</summary>
    public void Forget()
    {
        foreach (var track in _tracks.Values.ToArray())
        {
            Keep(AlarmReducer.Forget(track));
        }
    }

    /// <summary>Takes what is to be committed. It must be committed before anything else is.</summary>
    public AlarmCommit Take(AlarmPosition? position)
    {
        var commit = new AlarmCommit { Records = [.. _records], Tracks = [.. _changed.Values], Removed = [.. _removed], Position = position };
        _records.Clear();
        _changed.Clear();
        _removed.Clear();
        return commit;
    }

    private DateTime Now => DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()).UtcDateTime;

    private void Do(string reference, Func<AlarmTrack, long, DateTime, AlarmStep> input)
    {
        if (_tracks.TryGetValue(reference, out var track))
        {
            var step = input(track, _latest + 1, Now);
            Record(track.Alarm, step);
            Keep(step.Track);
        }
    }

    private void Keep(AlarmTrack track)
    {
        _tracks[track.Alarm.Reference] = track;
        _changed[track.Alarm.Reference] = track;
    }

    private void Record(Alarm before, AlarmStep step)
    {
        foreach (var transition in step.Transitions)
        {
            _records.Add(new AlarmRecord { Transition = transition, Former = AlarmFormer.Of(before) });
            before = transition.Alarm;
            _latest = transition.Sequence;
        }
    }
}
