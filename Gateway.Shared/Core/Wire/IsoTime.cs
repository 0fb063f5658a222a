using System.Text.Json;

namespace Gateway.Wire;

/// <summary>Times as ISO-8601 text, parsed in the same way for every input of the gateway.</summary>
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

        // Text with an offset is parsed into the zone of this machine; the result is converted to UTC.
        return time.Kind != DateTimeKind.Local ? DateTime.SpecifyKind(time, DateTimeKind.Utc)
            : json.TryGetDateTimeOffset(out var moment) ? moment.UtcDateTime
            : null;
    }
}
