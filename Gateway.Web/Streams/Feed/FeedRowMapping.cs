using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Log.Journal;

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
            SessionId = RowDigest.Storable(entry.Session?.SessionId),
            SessionTag = RowDigest.Storable(entry.Session?.SessionTag),
            SessionName = RowDigest.Storable(entry.SessionName),
            Owner = RowDigest.Storable(entry.Session?.Owner),
            Subject = RowDigest.Storable(entry.Subject),
            Detail = RowDigest.Storable(entry.Detail),
            Data = entry.Data is { Count: > 0 } data ? JsonSerializer.Serialize(data) : null,
        };
        row.Seal();
        return row;
    }

    public static FeedBatch ToBatch(IReadOnlyList<FeedRow> rows) => new([.. rows.Select(ToRecord)]);

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
