namespace Gateway.Web.Platform.Store;

/// <summary>
/// Where the gateway keeps what must survive a restart. Protection keys live in a directory <c>keys</c> beside the database; they
/// belong to it and are backed up with it.
/// </summary>
internal sealed class StoreOptions
{
    public const string Section = "Gateway:Store";
    public const string DefaultPath = ".data/gateway.db";
    public const int DefaultBusyTimeoutSeconds = 5;

    /// <summary>The SQLite file. A relative path is taken from the content root.</summary>
    public string Path { get; set; } = DefaultPath;

    /// <summary>How long a statement waits for another writer before it fails, seconds.</summary>
    public int BusyTimeoutSeconds { get; set; } = DefaultBusyTimeoutSeconds;

    /// <summary>
    /// Read the whole file at start and refuse it if its structure is damaged. Costs about a second per gigabyte; a damaged
    /// page found later fails the statement that meets it.
    /// </summary>
    public bool CheckIntegrityAtStart { get; set; } = true;
}
