using System.Runtime.InteropServices;

namespace Gateway.Worker.Tests.Executors.Com;

/// <summary>
/// Memory below 4 GB, so that this 64-bit process can really use structures with 4-byte pointers. It exists only on Linux x64;
/// elsewhere <see cref="IsAvailable"/> makes the tests of the 32-bit layouts be skipped.
/// </summary>
internal sealed unsafe partial class LowMemory : IDisposable
{
    private const int Bytes = 1024 * 1024;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous32Bit = 0x02 | 0x20 | 0x40;

    private readonly nint _start;
    private int _used;

    public LowMemory()
    {
        _start = IsAvailable ? Map(0, Bytes, ReadWrite, PrivateAnonymous32Bit, -1, 0) : (nint)NativeMemory.AllocZeroed(Bytes);
        Assert.NotEqual(-1, _start);
    }

    public static bool IsAvailable => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public nint Take(int bytes)
    {
        const int alignment = 16;
        var taken = _start + _used;
        _used += (bytes + alignment - 1) / alignment * alignment;
        Assert.True(_used <= Bytes, "The test needs more memory.");
        return taken;
    }

    public void Dispose()
    {
        if (IsAvailable)
        {
            Assert.Equal(0, Unmap(_start, Bytes));
        }
        else
        {
            NativeMemory.Free((void*)_start);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
