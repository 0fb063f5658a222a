using System.Diagnostics;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>A separate small in-memory file system. Only root on Linux can make one.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly TempDirectory _place = new();
    private readonly int _kilobytes;

    public TinyDisk(int kilobytes = 512)
    {
        _kilobytes = kilobytes;
        Assert.True(TryMount(_place.Path, kilobytes), "The file system could not be mounted.");
    }

    public static string? MissingReason { get; } =
        !OperatingSystem.IsLinux() ? "The test fills an in-memory file system of Linux; run this test on Linux."
        : !Environment.IsPrivilegedProcess ? "Only root may mount the small file system that is filled; run this test as root."
        : !CanMount() ? "This machine does not allow root to mount an in-memory file system; run this test on another machine."
        : null;

    public string Path => _place.Path;

    private string Ballast => _place.File("ballast");

    /// <summary>Uses all free space.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[1024]; TryWrite(file, block);)
        {
            Assert.True(file.Length < 2 * _kilobytes * block.Length, "The small file system is not small.");
        }
    }

    /// <summary>Frees the space.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        // The unmount is lazy, so that it works even if a failed test still has a file open.
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
        return TryMount(place.Path, kilobytes: 512) && Run("umount", place.Path);
    }

    private static bool TryMount(string path, int kilobytes) => Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path);

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
