using System.Text.Json;

namespace Gateway.Wire;

/// <summary>Times as ISO-8601 text, the same on every road into the gateway.</summary>
public static class IsoTime
{
    /// <summary>The time in UTC. Text without a zone is UTC. Null for text of another form, a day that no calendar has, and years outside 1 to 9999.</summary>
    public static DateTime? Parse(string text)
    {
        var json = JsonSerializer.SerializeToElement(text);
        if (!json.TryGetDateTime(out var time))
        {
            return null;
        }

        // With an offset in it, it came in the zone of this machine, which is of no concern.
        return time.Kind != DateTimeKind.Local ? DateTime.SpecifyKind(time, DateTimeKind.Utc)
            : json.TryGetDateTimeOffset(out var moment) ? moment.UtcDateTime
            : null;
    }
}
