using Gateway.Contracts;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Streams.Alarms;

/// <summary>Alarms counted as an operator sees them: each once, and a suppressed one as suppressed only.</summary>
internal sealed record AlarmTally
{
    private const int BandWidth = 250;

    /// <summary>The bands of priorities, most urgent first, and the one of alarms whose priority is not known.</summary>
    public static IReadOnlyList<string> Bands { get; } = ["1-249", "250-499", "500-749", "750-999", "unknown"];

    /// <summary>Active alarms, acknowledged or not, in the order of <see cref="Bands"/>.</summary>
    public required IReadOnlyList<int> Active { get; init; }

    /// <summary>What waits to be acknowledged, returned ones included.</summary>
    public required int Unacknowledged { get; init; }

    public required int Unknown { get; init; }

    public required int Suppressed { get; init; }

    public static AlarmTally Of(IEnumerable<Alarm> alarms)
    {
        var active = new int[Bands.Count];
        var (unacknowledged, unknown, suppressed) = (0, 0, 0);
        foreach (var alarm in alarms)
        {
            if (alarm.Suppression != AlarmSuppression.None)
            {
                suppressed++;
                continue;
            }

            var state = AlarmStateRules.Of(alarm);
            unknown += state == AlarmState.Unknown ? 1 : 0;
            unacknowledged += state is AlarmState.Unacknowledged or AlarmState.Returned ? 1 : 0;
            active[BandOf(alarm.Priority)] += state is AlarmState.Unacknowledged or AlarmState.Acknowledged ? 1 : 0;
        }

        return new AlarmTally { Active = active, Unacknowledged = unacknowledged, Unknown = unknown, Suppressed = suppressed };
    }

    private static int BandOf(int? priority) => priority is { } known ? Math.Clamp(known / BandWidth, 0, Bands.Count - 2) : Bands.Count - 1;
}
