using System.Text.Json;
using Gateway.Serialization;
using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Streams.Log.Journal;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>The durable log of transitions, with the alarms as they are and the session position that they came from.</summary>
internal sealed class AlarmJournal(AlarmPaths paths, IOptions<AlarmLogOptions> options, TimeProvider time, ILogger<AlarmJournal> logger)
    : Journal<AlarmRow>(AlarmSchemaSteps.Format, () => paths.Files, () => LimitsOf(options.Value), time, logger)
{
    private const string PositionKey = "alarms.position";

    public IReadOnlyList<AlarmTrack> ReadTracks() => AlarmTrackTable.ReadAll(Connection);

    /// <summary>The position of the last commit that had one; null when there was none.</summary>
    public AlarmPosition? ReadPosition() => ReadMeta(PositionKey) is { } text ? JsonSerializer.Deserialize<AlarmPosition>(text) : null;

    /// <summary>Writes everything in one transaction. When it fails, call it again with the same.</summary>
    public void Commit(AlarmCommit commit) => Append([.. commit.Records.Select(ToRow)], connection =>
    {
        AlarmTrackTable.Write(connection, commit.Tracks);
        AlarmTrackTable.Delete(connection, commit.Removed);
        if (commit.Position is { } position)
        {
            SqliteFile.WriteMeta(connection, PositionKey, JsonSerializer.Serialize(position));
        }
    });

    public AlarmBatch? ReadBatch(long after, long through, int limit)
    {
        var rows = Read(after, through, limit);
        return rows.Count == 0 ? null : new AlarmBatch([.. rows.Select(row => JsonSerializer.Deserialize<AlarmRecord>(row.Data, GatewayJson.Options)!)]);
    }

    private static AlarmRow ToRow(AlarmRecord record)
    {
        var row = new AlarmRow
        {
            Sequence = record.Transition.Sequence,
            At = record.Transition.At,
            Data = JsonSerializer.Serialize(record, GatewayJson.Options),
        };
        row.Seal();
        return row;
    }

    private static JournalLimits LimitsOf(AlarmLogOptions options) =>
        new(options.RetainTransitions, options.RetainBytes, options.RetainDays, options.MaxFileBytes);
}
