using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed.Journal;

namespace Gateway.Web.Streams.Feed;

/// <summary>Converts changes between their three forms: as recorded, as written to the journal, as read.</summary>
internal static class FeedRowMapping
{
    public static FeedRow ToRow(PendingChange pending, long sequence)
    {
        var entry = pending.Entry;
        var row = new FeedRow
        {
            Sequence = sequence,
            At = DateTimeOffset.FromUnixTimeMilliseconds(pending.At.ToUnixTimeMilliseconds()),
            Kind = (int)entry.Kind,
            SessionId = Storable(entry.Session?.SessionId),
            SessionTag = Storable(entry.Session?.SessionTag),
            SessionName = Storable(entry.SessionName),
            Owner = Storable(entry.Session?.Owner),
            Subject = Storable(entry.Subject),
            Detail = Storable(entry.Detail),
            Data = entry.Data is { Count: > 0 } data ? JsonSerializer.Serialize(data) : null,
        };
        FeedRowDigest.Seal(row);
        return row;
    }

    public static FeedBatch ToBatch(IReadOnlyList<FeedRow> rows) => new([.. rows.Select(ToRecord)]);

    // SQLite ends a text at a zero character, and UTF-8 cannot encode half of a surrogate pair. Either would be read back as a
    // different text.
    private static string? Storable(string? text) => text is null
        ? null
        : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Replace('\0', '\ufffd')));

    private static FeedRecord ToRecord(FeedRow row) => new(
        new FeedChange
        {
            Sequence = row.Sequence,
            At = row.At.UtcDateTime,
            Kind = (FeedKind)row.Kind,
            SessionId = row.SessionId,
            SessionTag = row.SessionTag,
            SessionName = row.SessionName,
            Subject = row.Subject,
            Detail = row.Detail,
            Data = row.Data is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Data),
        },
        row.Owner is null ? null : new SessionAccessInfo(row.SessionId, row.Owner, row.SessionTag));
}
