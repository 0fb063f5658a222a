using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>Readers with random filters and rights, which drop at random moments and come back with their table and their position, perhaps with others.</summary>
internal sealed class AlarmReaders(Random random)
{
    private const int Most = 5;

    private readonly List<Reader> _readers = [];

    public IEnumerable<AlarmClient> Clients => _readers.Select(one => one.Client);

    public void Join(AlarmRig rig)
    {
        if (_readers.Count < Most)
        {
            var (request, caller) = (RequestOf(), CallerOf());
            _readers.Add(new Reader(request, caller, rig.Read(request, caller)));
        }
    }

    /// <summary>One reader drops and comes back, perhaps with other rights or another filter.</summary>
    public void Resume(AlarmRig rig)
    {
        if (_readers.Count > 0)
        {
            var at = random.Next(_readers.Count);
            var before = _readers[at];
            before.Client.Dispose();
            _readers[at] = Again(rig, before with
            {
                Request = random.Next(3) == 0 ? RequestOf() : before.Request,
                Caller = random.Next(3) == 0 ? CallerOf() : before.Caller,
            });
        }
    }

    /// <summary>The rights of one connected reader change.</summary>
    public void Renew()
    {
        if (_readers.Count > 0)
        {
            var at = random.Next(_readers.Count);
            _readers[at] = _readers[at] with { Caller = CallerOf() };
            Assert.True(_readers[at].Client.Renew(_readers[at].Caller));
        }
    }

    /// <summary>All readers come back after the gateway was killed.</summary>
    public void ResumeAll(AlarmRig rig)
    {
        for (var i = 0; i < _readers.Count; i++)
        {
            _readers[i] = Again(rig, _readers[i]);
        }
    }

    /// <summary>Each reader reads a little.</summary>
    public void Read() => _readers.ForEach(one => one.Client.Drain(random.Next(4)));

    /// <summary>Each reader reads everything, and its table must be what stands, passes its filter and may be seen by its caller.</summary>
    public void Check(AlarmRig rig)
    {
        foreach (var (request, caller, client) in _readers)
        {
            client.Drain();
            var filter = new AlarmFilter(request);
            var expected = rig.Book.Tracks.Select(track => track.Alarm).Where(alarm => alarm.Sequence > 0 && filter.MatchesSnapshot(alarm)
                && (caller.Read?.Allow(alarm.Reference + ".InAlarm") ?? true) && !AlarmStateRules.IsNormal(alarm));
            Assert.Equal(expected.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal), client.Standing.Values.OrderBy(alarm => alarm.Reference, StringComparer.Ordinal));
        }
    }

    private AlarmRequest RequestOf() => new()
    {
        Mode = random.Next(3) == 0 ? StreamMode.Conflate : StreamMode.Lossless,
        References = random.Next(3) == 0 ? ["A.*"] : null,
        States = random.Next(3) == 0 ? [AlarmState.Unacknowledged, AlarmState.Unknown] : null,
    };

    private Caller CallerOf() =>
        AlarmRig.Admin with { Read = random.Next(3) == 0 ? new ItemGlobSet([random.Next(2) == 0 ? "A.*" : "B.*", "D.*"]) : null };

    // What was begun and not completed is not a position.
    private static Reader Again(AlarmRig rig, Reader reader)
    {
        var (request, caller, before) = reader;
        var client = before.Items.Any(item => item is AlarmTransitionItem or AlarmSnapshotCompleteItem or AlarmIdleItem) && !before.AwaitsSnapshot
            ? rig.Read(request with { After = before.Position, Epoch = before.Epoch, View = before.View }, caller).With(before)
            : rig.Read(request, caller);
        return reader with { Client = client };
    }

    private sealed record Reader(AlarmRequest Request, Caller Caller, AlarmClient Client);
}
