using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>Readers with random filters, which drop at random moments and come back with their table and their position.</summary>
internal sealed class AlarmReaders(Random random)
{
    private const int Most = 5;

    private readonly List<(AlarmRequest Request, AlarmClient Client)> _readers = [];

    public IEnumerable<AlarmClient> Clients => _readers.Select(one => one.Client);

    public void Join(AlarmRig rig)
    {
        if (_readers.Count < Most)
        {
            var request = RequestOf();
            _readers.Add((request, rig.Read(request)));
        }
    }

    /// <summary>One reader drops and comes back.</summary>
    public void Resume(AlarmRig rig)
    {
        if (_readers.Count > 0)
        {
            var at = random.Next(_readers.Count);
            var (request, before) = _readers[at];
            before.Dispose();
            _readers[at] = (request, Again(rig, request, before));
        }
    }

    /// <summary>All readers come back after the gateway was killed.</summary>
    public void ResumeAll(AlarmRig rig)
    {
        for (var i = 0; i < _readers.Count; i++)
        {
            _readers[i] = (_readers[i].Request, Again(rig, _readers[i].Request, _readers[i].Client));
        }
    }

    /// <summary>Each reader reads a little.</summary>
    public void Read() => _readers.ForEach(one => one.Client.Drain(random.Next(4)));

    /// <summary>Each reader reads everything, and its table must be what stands and passes its filter.</summary>
    public void Check(AlarmRig rig)
    {
        foreach (var (request, client) in _readers)
        {
            client.Drain();
            var filter = new AlarmFilter(request);
            var expected = rig.Book.Tracks.Select(track => track.Alarm).Where(alarm => alarm.Sequence > 0 && filter.MatchesSnapshot(alarm) && !AlarmStateRules.IsNormal(alarm));
            Assert.Equal(expected.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal), client.Standing.Values.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal));
        }
    }

    private AlarmRequest RequestOf() => new()
    {
        Mode = random.Next(3) == 0 ? StreamMode.Conflate : StreamMode.Lossless,
        References = random.Next(3) == 0 ? ["A.*"] : null,
        States = random.Next(3) == 0 ? [AlarmState.Unacknowledged, AlarmState.Unknown] : null,
    };

    // What was begun and not completed is not a position.
    private static AlarmClient Again(AlarmRig rig, AlarmRequest request, AlarmClient before) =>
        before.Items.Any(item => item is AlarmTransitionItem or AlarmSnapshotCompleteItem or AlarmIdleItem) && !before.IsInSnapshot
            ? rig.Read(request with { After = before.Position, Epoch = before.Epoch }).With(before)
            : rig.Read(request);
}
