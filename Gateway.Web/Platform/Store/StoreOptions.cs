namespace Gateway.Web.Platform.Store;

/// <summary>
/// Where the gateway stores what must survive a restart. Section <c>Gateway:Store</c>. The protection keys are in a directory
/// <c>keys</c> beside the database; they belong to the database and must be backed up with it.
/// </summary>
internal sealed class StoreOptions
{
    public const string Section = "Gateway:Store";
    public const string DefaultPath = ".data/gateway.db";
    public const int DefaultBusyTimeoutSeconds = 5;

    /// <summary>The SQLite file. A relative path is relative to the content root.</summary>
    public string Path { get; set; } = DefaultPath;

    /// <summary>How long a statement waits for another writer before it fails, in seconds.</summary>
    public int BusyTimeoutSeconds { get; set; } = DefaultBusyTimeoutSeconds;

    /// <summary>
    /// Whether the whole file is read at start and refused when its structure is damaged. This takes about a second per gigabyte.
    /// Damage that is not found at start makes the statement fail that reads the damaged page.
    /// </summary>
    public bool CheckIntegrityAtStart { get; set; } = true;
}
