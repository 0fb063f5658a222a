using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>What one kind of journal has of its own.</summary>
/// <param name="Name">Prefix of its keys in the table Meta.</param>
/// <param name="ApplicationId">Application id in the file's header.</param>
/// <param name="Steps">The steps from an empty file to its current schema, which has the tables Meta and <paramref name="Table"/>.</param>
/// <param name="Table">The table of its rows.</param>
internal sealed record JournalFormat(string Name, long ApplicationId, IReadOnlyList<SchemaStep> Steps, string Table)
{
    /// <summary>The epoch of the numbering, 16 hexadecimal digits.</summary>
    public string EpochKey => Name + ".epoch";

    /// <summary><c>open</c> while a gateway writes, <c>closed</c> after the gateway has closed the journal.</summary>
    public string StateKey => Name + ".state";

    /// <summary>Checks the other tables when the file is opened; throws <see cref="JournalDamagedException"/>.</summary>
    public Action<SqliteConnection>? Verify { get; init; }
}
