namespace Gateway.Web.Platform.Store;

/// <summary>
/// Names the stores of running gateways to the commands of the same program. While a gateway runs, the directory <c>running</c> beside
/// the program holds a file with the path of its store. A program directory that cannot be written to has no such file.
/// </summary>
internal sealed class RunningStores(StorePaths paths, ILogger<RunningStores> logger) : IDisposable
{
    private string? _file;

    private static string Directory => Path.Combine(AppContext.BaseDirectory, "running");

    /// <summary>The stores on which gateways of this program run now. What a killed gateway left behind does not count.</summary>
    public static IReadOnlyList<string> Find()
    {
        try
        {
            return [.. System.IO.Directory.EnumerateFiles(Directory).Select(StoreIn).OfType<string>().Where(IsInUse).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Names the store of this gateway until the gateway ends.</summary>
    public void Announce(string instanceId)
    {
        var file = Path.Combine(Directory, instanceId);
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
            File.WriteAllText(file, paths.Database);
            _file = file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.RunningStoreNotAnnounced(file, error.Message);
        }
    }

    public void Dispose()
    {
        if (_file is { } file)
        {
            _file = null;
            try
            {
                File.Delete(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Who reads it finds that the store is not in use.
            }
        }
    }

    // One that goes away meanwhile, or cannot be read, hides no other.
    private static string? StoreIn(string file)
    {
        try
        {
            return File.ReadAllText(file) is { Length: > 0 } path && !path.Contains('\0', StringComparison.Ordinal) ? path : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A gateway holds the lock file of its store exclusively.
    private static bool IsInUse(string database)
    {
        try
        {
            new FileStream(StorePaths.LockOf(database), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
