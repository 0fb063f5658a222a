using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Absolute paths of the store. They are computed when they are used and not in the constructor, because the options are validated in
/// between.
/// </summary>
internal sealed class StorePaths(IOptions<StoreOptions> options, IHostEnvironment environment)
{
    public string Database => Path.GetFullPath(options.Value.Path, environment.ContentRootPath);

    public string Directory => Path.GetDirectoryName(Database)!;

    /// <summary>The file that the gateway on this store locks. Its contents do not matter.</summary>
    public string Lock => LockOf(Database);

    public static string LockOf(string database) => $"{database}.lock";

    public string Keys => Path.Combine(Directory, "keys");

    /// <summary>True when protection keys exist, which shows that a database must exist here too.</summary>
    public bool HasKeys => System.IO.Directory.Exists(Keys) && System.IO.Directory.EnumerateFiles(Keys, "key-*.xml").Any();
}
