using System.Diagnostics;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A file system of its own of a few hundred kilobytes, in memory. Only root on Linux may make one.</summary>
internal sealed class TinyDisk : IDisposable
{
    private const int Kilobytes = 512;

    private readonly TempDirectory _place = new();

    public TinyDisk() => Assert.True(TryMount(_place.Path), "The file system could not be mounted.");

    public static string? MissingReason { get; } =
        !OperatingSystem.IsLinux() ? "A full disk is made with a Linux file system in memory; run this test on Linux."
        : !Environment.IsPrivilegedProcess ? "Only root may mount the small file system that is filled; run this test as root."
        : !CanMount() ? "This machine does not let root mount a file system in memory; run this test where it may."
        : null;

    public string Path => _place.Path;

    private string Ballast => _place.File("ballast");

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[1024]; TryWrite(file, block);)
        {
            Assert.True(file.Length < 2 * Kilobytes * block.Length, "The small file system is not small.");
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        // Also while a test that failed still has a file open.
        Run("umount", "--lazy", _place.Path);
        _place.Dispose();
    }

    private static bool TryWrite(FileStream file, byte[] block)
    {
        try
        {
            file.Write(block);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool CanMount()
    {
        using var place = new TempDirectory();
        return TryMount(place.Path) && Run("umount", place.Path);
    }

    private static bool TryMount(string path) => Run("mount", "-t", "tmpfs", "-o", $"size={Kilobytes}k", "tmpfs", path);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
