using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>The alarms and their log, within what a caller may see.</summary>
internal sealed class AlarmFeed(AlarmDistributor distributor, AlarmReach reach) : IAlarmFeed
{
    /// <summary>Largest number of transitions that are read for one page. If few of them pass, the page ends early and carries its position.</summary>
    private const int MaxScanned = 20_000;

    private const int ReadAtOnce = 1_000;

    public Task WaitUntilOpenAsync(CancellationToken cancellationToken) => distributor.WaitUntilOpenAsync(cancellationToken);

    public ILiveReader<AlarmItem> Open(AlarmRequest request, Caller caller)
    {
        Demand(request, caller);
        return distributor.Subscribe(request, reach, caller);
    }

    public AlarmsNow Now(AlarmRequest request, Caller caller)
    {
        Demand(request, caller);
        var filter = new AlarmFilter(request);
        var (bounds, monitor, alarms) = distributor.Snapshot();
        return new AlarmsNow
        {
            Epoch = bounds.Epoch,
            AsOf = bounds.Latest,
            Monitor = monitor,
            Alarms = [.. alarms.Where(alarm => filter.MatchesSnapshot(alarm) && reach.Sees(caller, alarm.Reference)).OrderBy(alarm => alarm.Sequence)],
        };
    }

    public AlarmPage Page(AlarmRequest request, Caller caller, int limit)
    {
        Demand(request, caller);
        var bounds = distributor.Bounds;
        var start = AlarmStart.Of(request with { After = request.After ?? bounds.Oldest - 1 }, bounds);
        var (cursor, gap) = (start.Gap is null ? start.Cursor : bounds.Oldest - 1, start.Gap);
        var began = cursor;
        var filter = new AlarmFilter(request);
        var transitions = new List<AlarmTransition>();
        while (transitions.Count < limit && cursor - began < MaxScanned && distributor.Read(bounds.Epoch, cursor, ReadAtOnce) is { } batch)
        {
            if (batch.First > cursor + 1)
            {
                if (cursor > began)
                {
                    break;
                }

                gap ??= AlarmGapReason.Retention;
            }

            cursor = Collect(batch, caller, filter, transitions, limit);
        }

        bounds = distributor.Bounds;
        return new AlarmPage { Epoch = bounds.Epoch, Oldest = bounds.Oldest, Latest = bounds.Latest, Transitions = transitions, Next = cursor, Gap = gap };
    }

    private long Collect(AlarmBatch batch, Caller caller, AlarmFilter filter, List<AlarmTransition> transitions, int limit)
    {
        foreach (var record in batch.Records)
        {
            if (reach.Sees(caller, record.Transition.Alarm.Reference) && filter.Pass(record) is { } transition)
            {
                transitions.Add(transition);
                if (transitions.Count == limit)
                {
                    return record.Transition.Sequence;
                }
            }
        }

        return batch.Last;
    }

    private void Demand(AlarmRequest request, Caller caller)
    {
        AlarmRequestValidator.Check(request);
        reach.Demand(caller);
    }
}
