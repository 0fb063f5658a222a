using System.Text.Json;
using Gateway.Serialization;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Streams.Log.Journal;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>The alarms as they are, in the log's file.</summary>
internal static class AlarmTrackTable
{
    /// <exception cref="JournalDamagedException">A row's digest does not match its contents.</exception>
    public static IReadOnlyList<AlarmTrack> ReadAll(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Reference, Data, Digest FROM Tracks ORDER BY Reference";
        using var rows = command.ExecuteReader();
        var tracks = new List<AlarmTrack>();
        while (rows.Read())
        {
            var (reference, data) = (rows.GetString(0), rows.GetString(1));
            if (rows.GetInt64(2) != RowDigest.Of(reference, data))
            {
                throw new JournalDamagedException($"the digest of the alarm {reference} does not match its contents");
            }

            tracks.Add(JsonSerializer.Deserialize<AlarmTrack>(data, GatewayJson.Options)!);
        }

        return tracks;
    }

    public static void Write(SqliteConnection connection, IReadOnlyCollection<AlarmTrack> tracks)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO Tracks (Reference, Data, Digest) VALUES ($reference, $data, $digest)
            ON CONFLICT (Reference) DO UPDATE SET Data = excluded.Data, Digest = excluded.Digest
            """;
        var reference = command.Parameters.Add("$reference", SqliteType.Text);
        var data = command.Parameters.Add("$data", SqliteType.Text);
        var digest = command.Parameters.Add("$digest", SqliteType.Integer);
        foreach (var track in tracks)
        {
            // Non-ASCII characters and zero characters are escaped in JSON, so the text comes back as it is.
            var json = JsonSerializer.Serialize(track, GatewayJson.Options);
            (reference.Value, data.Value, digest.Value) = (KeyOf(track.Alarm.Reference), json, RowDigest.Of(KeyOf(track.Alarm.Reference), json));
            command.ExecuteNonQuery();
        }
    }

    public static void Delete(SqliteConnection connection, IReadOnlyCollection<string> references)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM Tracks WHERE Reference = $reference";
        var parameter = command.Parameters.Add("$reference", SqliteType.Text);
        foreach (var reference in references)
        {
            parameter.Value = KeyOf(reference);
            command.ExecuteNonQuery();
        }
    }

    // References are compared without regard to case.
    private static string KeyOf(string reference) => RowDigest.Storable(reference)!.ToUpperInvariant();
}
