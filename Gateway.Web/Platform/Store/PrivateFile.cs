namespace Gateway.Web.Platform.Store;

/// <summary>
/// Files that only the gateway's own account may read and write. On Windows the rights of the directory ensure this. SQLite gives the
/// files beside a database the rights of the database file.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] PartsBeside = ["-wal", "-shm"];

    /// <summary>Creates an empty file when it is missing. Removes the rights of other accounts from a file that exists.</summary>
    /// <param name="path">The file. It must not be open in this process, because closing it here would release SQLite's locks.</param>
    /// <param name="logger">Logs rights that were too wide.</param>
    public static void Ensure(string path, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (!File.Exists(path))
            {
                new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();
            }
            else if ((File.GetUnixFileMode(path) & ~OwnerOnly) is not UnixFileMode.None and var others)
            {
                logger.FileWasOpenToOthers(path, others);
                File.SetUnixFileMode(path, OwnerOnly);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The code that opens the file reports what is wrong with it. The gateway must not change the rights of another account's
            // file.
        }
    }

    /// <summary>Like <see cref="Ensure"/>, for a SQLite database and the files beside it.</summary>
    public static void EnsureDatabase(string path, ILogger logger)
    {
        Ensure(path, logger);
        foreach (var part in PartsBeside.Where(part => File.Exists(path + part)))
        {
            Ensure(path + part, logger);
        }
    }
}
