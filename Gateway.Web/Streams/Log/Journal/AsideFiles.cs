using System.Globalization;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>Moves a damaged journal and its companion files aside, and keeps the last few of them.</summary>
internal static class AsideFiles
{
    private const int Kept = 3;
    private const string Infix = ".damaged-";

    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <returns>The new path of the journal.</returns>
    public static string Move(string path, DateTimeOffset now, ILogger logger)
    {
        var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var aside = path + Infix + stamp;
        for (var copy = 1; File.Exists(aside); copy++)
        {
            aside = FormattableString.Invariant($"{path}{Infix}{stamp}-{copy}");
        }

        foreach (var part in Parts.Where(part => File.Exists(path + part)))
        {
            File.Move(path + part, aside + part);
        }

        DeleteOld(path, logger);
        return aside;
    }

    private static void DeleteOld(string path, ILogger logger)
    {
        var old = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + Infix + "*")
            .Where(file => !Parts.Skip(1).Any(file.EndsWith)).OrderDescending(StringComparer.Ordinal).Skip(Kept);
        foreach (var file in old.SelectMany(file => Parts.Select(part => file + part)))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                JournalLog.AsideNotDeleted(logger, file, error);
            }
        }
    }
}
