using System.Globalization;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Feed;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Records in the change feed how the monitor stands, that it watches other alarms, and what was asked of it. Transitions have a log of their
/// own and are never recorded here. May be used on any thread.
/// </summary>
internal sealed class MonitorFeed(IFeed feed, AlarmReach reach, TimeProvider time)
{
    /// <summary>How often each status, and a change of the alarms that are watched, is told in one interval.</summary>
    public const int MostOfOneStatus = 10;

    /// <summary>Acknowledgements of one subject, and shelvings, that are told in one interval.</summary>
    public const int MostOfOneSubject = 100;

    /// <summary>Acknowledgements of all subjects, and shelvings, that are told in one interval.</summary>
    public const int MostOfAll = 1_000;

    private readonly FeedThrottle _throttle = new(time);
    private readonly FeedThrottle _ofAll = new(time);

    public void Became(AlarmMonitor monitor)
    {
        if (monitor.Status is AlarmMonitorStatus.Off or AlarmMonitorStatus.Starting || _throttle.Admit($"{monitor.Status}", MostOfOneStatus) is not { } repeated)
        {
            return;
        }

        Record(
            new FeedEntry { Kind = FeedKind.AlarmMonitorChanged, Detail = monitor.Reason },
            ("status", NameOf(monitor.Status)),
            ("watched", TextOf(monitor.Watched)),
            ("unknown", TextOf(monitor.Unknown)),
            (FeedThrottle.Repeated, CountOf(repeated)));
    }

    public void Watches(int watched, int added, int removed)
    {
        if (added + removed > 0 && _throttle.Admit(nameof(Watches), MostOfOneStatus) is { } repeated)
        {
            Record(
                new FeedEntry { Kind = FeedKind.AlarmRootsChanged },
                ("watched", TextOf(watched)),
                ("added", TextOf(added)),
                ("removed", TextOf(removed)),
                (FeedThrottle.Repeated, CountOf(repeated)));
        }
    }

    /// <summary>A command has its outcome. Its comment is in the audit trail only.</summary>
    public void Decided(PendingAlarmCommand command, AlarmCommandResult result)
    {
        var kind = command.Shelved is null ? FeedKind.AlarmAcknowledged : FeedKind.AlarmShelved;
        if (_throttle.Admit($"{kind}\n{command.Subject}", MostOfOneSubject) is { } same && _ofAll.Admit($"{kind}", MostOfAll) is { } others)
        {
            Record(
                new FeedEntry { Kind = kind, Subject = command.Subject, Detail = result.Message },
                ("reference", command.Reference),
                ("occurrence", command.Occurrence is { } occurrence ? TextOf(occurrence) : null),
                ("outcome", NameOf(result.Outcome)),
                ("code", result.Code),
                (FeedThrottle.Repeated, CountOf(same + others)));
        }
    }

    private void Record(FeedEntry entry, params (string Name, string? Text)[] data) => feed.Record(entry with
    {
        Session = reach.Session,
        SessionName = MonitorSession.Name,
        Data = FeedEntry.DataOf(data),
    });

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string? CountOf(int repeated) => repeated == 0 ? null : TextOf(repeated);

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
