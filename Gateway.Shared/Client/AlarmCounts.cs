using Gateway.Contracts;

namespace Gateway.Client;

/// <summary>How many alarms of a table are in each state. Each alarm is counted once: a suppressed one as suppressed and nowhere else.</summary>
public sealed record AlarmCounts
{
    public int Unacknowledged { get; init; }

    public int Acknowledged { get; init; }

    public int Returned { get; init; }

    public int Normal { get; init; }

    public int Unknown { get; init; }

    public int Suppressed { get; init; }

    internal static AlarmCounts Of(ReadOnlySpan<int> byState) => new()
    {
        Unacknowledged = byState[(int)AlarmState.Unacknowledged],
        Acknowledged = byState[(int)AlarmState.Acknowledged],
        Returned = byState[(int)AlarmState.Returned],
        Normal = byState[(int)AlarmState.Normal],
        Unknown = byState[(int)AlarmState.Unknown],
        Suppressed = byState[(int)AlarmState.Suppressed],
    };
}
