using System.Text.Json;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Contexts;

/// <summary>
/// The file of the contexts. It has tokens, so only its owner can read it (mode 0600; on Windows the folder of the user's settings has these rights); a file that others can
/// read is not used.
/// </summary>
internal sealed class ContextFile(string path)
{
    private const long LongestFile = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerOnly | UnixFileMode.UserExecute;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Path => path;

    /// <summary>Where the file is: below <c>XDG_CONFIG_HOME</c> or <c>~/.config</c>; on Windows below <c>%APPDATA%</c>.</summary>
    public static string PathOf(Func<string, string?> environment) => System.IO.Path.Combine(
        environment("XDG_CONFIG_HOME") ?? (OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config")),
        "mxgateway",
        "contexts.json");

    /// <exception cref="ToolFailure">The file cannot be read, is not valid, or can be read by others.</exception>
    public ContextList Load()
    {
        if (!File.Exists(path))
        {
            return ContextList.None;
        }

        try
        {
            using var file = File.OpenRead(path);
            DemandOwnerOnly(file);
            return file.Length > LongestFile
                ? throw Unusable("it is too long")
                : JsonSerializer.Deserialize<ContextList>(file, Format) ?? throw Unusable("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(error is JsonException ? "it is not valid JSON" : error.Message, error);
        }
    }

    /// <summary>Replaces the file as a whole, so that a reader sees the old or the new one.</summary>
    /// <exception cref="ToolFailure">It cannot be written.</exception>
    public void Save(ContextList list)
    {
        var directory = System.IO.Path.GetDirectoryName(path)!;
        var next = System.IO.Path.Combine(directory, System.IO.Path.GetRandomFileName());
        try
        {
            CreateDirectory(directory);
            using (var file = new FileStream(next, OptionsOf()))
            {
                JsonSerializer.Serialize(file, list, Format);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(next))
            {
                File.Delete(next);
            }

            throw new ToolFailure(ExitCodes.Failed, $"The contexts could not be stored in {path}: {error.Message}", "Set XDG_CONFIG_HOME to a directory of your own.", error);
        }
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerDirectory);
        }
    }

    private static FileStreamOptions OptionsOf()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private void DemandOwnerOnly(FileStream file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerDirectory) != 0)
        {
            throw new ToolFailure(
                ExitCodes.Usage, $"{path} has tokens and can be read by others.", $"Take their rights away, and revoke the tokens if others use this machine: chmod 600 {path}");
        }
    }

    private ToolFailure Unusable(string reason, Exception? error = null) =>
        new(ExitCodes.Usage, $"The contexts in {path} cannot be read: {reason}.", "Correct the file, or delete it and log in again.", error);
}
