namespace Gateway.Web.Platform.Store;

/// <summary>
/// Files that only the gateway's own account may read and write. On Windows the directory sees to that. SQLite gives the files beside a
/// database the rights of the database.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] PartsBeside = ["-wal", "-shm"];

    /// <summary>Makes the file, empty, when it is missing, and takes away the rights of others from one that exists.</summary>
    /// <param name="path">The file. Nobody in this process has it open: closing it would end SQLite's locks.</param>
    /// <param name="logger">Told of rights that were too wide.</param>
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
            // Whoever opens the file says what is wrong with it. The rights of another account's file are not ours to change.
        }
    }

    /// <summary>As above, for a database of SQLite and the files beside it.</summary>
    public static void EnsureDatabase(string path, ILogger logger)
    {
        Ensure(path, logger);
        foreach (var part in PartsBeside.Where(part => File.Exists(path + part)))
        {
            Ensure(path + part, logger);
        }
    }
}
