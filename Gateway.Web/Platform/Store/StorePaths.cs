using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Store;

/// <summary>Absolute paths of the store. Read when asked, not when built: options are validated in between.</summary>
internal sealed class StorePaths(IOptions<StoreOptions> options, IHostEnvironment environment)
{
    public string Database => Path.GetFullPath(options.Value.Path, environment.ContentRootPath);

    public string Directory => Path.GetDirectoryName(Database)!;

    /// <summary>Locked by the gateway that runs on the store. Its contents are of no matter.</summary>
    public string Lock => $"{Database}.lock";

    public string Keys => Path.Combine(Directory, "keys");

    /// <summary>True when protection keys exist: a sign that a database belongs here.</summary>
    public bool HasKeys => System.IO.Directory.Exists(Keys) && System.IO.Directory.EnumerateFiles(Keys, "key-*.xml").Any();
}
