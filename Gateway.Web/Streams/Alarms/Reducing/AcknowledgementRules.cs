using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>Whether an alarm is acknowledged, when, and with which comment.</summary>
internal static class AcknowledgementRules
{
    /// <summary>The alarm with the acknowledgement that its attributes say.</summary>
    public static Alarm Of(AlarmTrack track, Alarm alarm)
    {
        // Nothing can be unacknowledged that was acknowledged or has not stood: only a rise can make it so.
        if (alarm.Condition == AlarmCondition.Normal && (alarm.Acknowledged == true || alarm.Occurrence == 0))
        {
            return alarm.Occurrence == 0 ? alarm with { Acknowledged = true } : alarm with { Comment = CommentOf(track) };
        }

        var counts = track.Since is not { } since || track.AckedAt >= since || track.NotAckedAt >= since;
        var acknowledged = track.Acked is null && track.Since is null ? (bool?)null : track.Acked == true && counts;
        return alarm with
        {
            Acknowledged = acknowledged,
            AcknowledgedAt = acknowledged != true ? null : alarm.Acknowledged == true ? alarm.AcknowledgedAt : track.AckedAt,
            AcknowledgedBy = acknowledged == true ? alarm.AcknowledgedBy : null,
            Comment = acknowledged == true ? CommentOf(track) : null,
        };
    }

    private static string? CommentOf(AlarmTrack track) => track.Since is null || track.MessageAt >= track.Since ? track.Message : null;
}
