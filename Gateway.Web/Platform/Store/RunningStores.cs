namespace Gateway.Web.Platform.Store;

/// <summary>
/// Names the stores of running gateways to the commands of the same program. While a gateway runs, the directory <c>running</c> beside
/// the program holds a file with the path of its store. A program directory that cannot be written to has no such file.
/// </summary>
internal sealed class RunningStores(StorePaths paths, ILogger<RunningStores> logger) : IDisposable
{
    /// <summary>Ends the names of files that are being removed.</summary>
    private const string LeftSuffix = ".left";

    private string? _file;

    private static string Directory => Path.Combine(AppContext.BaseDirectory, "running");

    /// <summary>The stores on which gateways of this program run now. What a killed gateway left behind does not count.</summary>
    public static IReadOnlyList<string> Find()
    {
        try
        {
            return [.. System.IO.Directory.EnumerateFiles(Directory).Where(file => !IsLeft(file)).Select(StoreIn).OfType<string>().Where(StoreLock.IsTaken).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// Names the store of this gateway until the gateway ends, and removes what killed gateways have left. To be called while this gateway
    /// holds the lock of its store.
    /// </summary>
    public void Announce(string instanceId)
    {
        var file = Path.Combine(Directory, instanceId);
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
            RemoveLeft();
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

    private void RemoveLeft()
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory).Where(file => !IsAlive(file)))
        {
            try
            {
                Remove(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another gateway that starts removes it too, or it belongs to another user. It does not count in any case.
            }
        }
    }

    /// <summary>
    /// A gateway takes the lock of its store before it writes its file. So the file is put aside first: if the lock is still free then, the file
    /// is not of a gateway that runs, and one that starts from now on writes another.
    /// </summary>
    private void Remove(string file)
    {
        if (IsLeft(file))
        {
            File.Delete(file);
            return;
        }

        var left = $"{file}.{Guid.NewGuid():N}{LeftSuffix}";
        File.Move(file, left);
        if (IsAlive(left) && !File.Exists(file))
        {
            File.Move(left, file);
        }
        else
        {
            File.Delete(left);
        }
    }

    private static bool IsLeft(string file) => file.EndsWith(LeftSuffix, StringComparison.Ordinal);

    // Of this gateway's own store there is none yet. One without contents is just being written.
    private bool IsAlive(string file) => StoreIn(file) is not { } store || (store != paths.Database && StoreLock.IsTaken(store));

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
}
