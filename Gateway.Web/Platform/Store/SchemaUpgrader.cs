using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Platform.Store;

/// <summary>Runs the missing schema steps. The caller holds the write transaction and commits it.</summary>
/// <param name="applicationId">The number in the file's header that distinguishes the gateway's files from other SQLite databases, and
/// from each other.</param>
/// <param name="steps">The steps from an empty file to the current schema.</param>
/// <param name="logger">Logs each step.</param>
internal sealed class SchemaUpgrader(long applicationId, IReadOnlyList<SchemaStep> steps, ILogger logger)
{
    public long ApplicationId => applicationId;

    private int Latest => steps[^1].Version;

    public void Create(SqliteConnection connection)
    {
        connection.Execute($"PRAGMA application_id = {ApplicationId.ToString(CultureInfo.InvariantCulture)}");
        Run(connection, 0);
    }

    /// <exception cref="StoreException">The schema of the file is newer than this gateway, or the file has no schema version.</exception>
    public void Upgrade(SqliteConnection connection, string file)
    {
        var found = ReadVersion(connection) ?? throw StoreFaults.Incomplete(file, MetaKeys.SchemaVersion);
        if (found > Latest)
        {
            throw StoreFaults.Newer(file, found, Latest);
        }

        Run(connection, found);
    }

    private void Run(SqliteConnection connection, int from)
    {
        foreach (var step in steps.Where(step => step.Version > from))
        {
            connection.Execute(step.Sql);
            SqliteFile.WriteMeta(connection, MetaKeys.SchemaVersion, step.Version.ToString(CultureInfo.InvariantCulture));
            logger.SchemaStepDone(step.Version, step.Purpose);
        }
    }

    private static int? ReadVersion(SqliteConnection connection)
    {
        if (connection.Number("SELECT count(*) FROM sqlite_master WHERE name = 'Meta'") == 0)
        {
            return null;
        }

        var text = connection.Text("SELECT Value FROM Meta WHERE Key = $key", ("$key", MetaKeys.SchemaVersion));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}
