namespace Gateway.Web.Platform.Store;

/// <summary>The store cannot be used. The message names the file and the remedy, and contains no secret.</summary>
internal sealed class StoreException : Exception
{
    public StoreException(string file, string problem, string remedy, Exception? inner = null)
        : base($"The store '{file}' cannot be used: {problem} {remedy}", inner)
    {
        File = file;
        Remedy = remedy;
    }

    /// <summary>The file or directory with the fault.</summary>
    public string File { get; }

    public string Remedy { get; }
}
