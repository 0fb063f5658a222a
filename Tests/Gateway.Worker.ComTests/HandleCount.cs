using System.Runtime.InteropServices;

namespace Gateway.Worker.ComTests;

/// <summary>
/// The number of handles that this process has open, from the system's own list, because Process.HandleCount is a constant under
/// Wine.
/// </summary>
internal static unsafe partial class HandleCount
{
    private const int SystemExtendedHandleInformation = 64;
    private const int LengthMismatch = unchecked((int)0xC0000004);
    private const int MaxBytes = 64 * 1024 * 1024;

    public static int Read()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        for (var bytes = 1024 * 1024; bytes <= MaxBytes; bytes *= 2)
        {
            var buffer = (byte*)NativeMemory.Alloc((nuint)bytes);
            try
            {
                var status = NtQuerySystemInformation(SystemExtendedHandleInformation, buffer, (uint)bytes, out _);
                if (status >= 0)
                {
                    return Count((Header*)buffer);
                }

                Assert.Equal(LengthMismatch, status);
            }
            finally
            {
                NativeMemory.Free(buffer);
            }
        }

        throw new InsufficientMemoryException("The list of handles is larger than expected.");
    }

    private static int Count(Header* header)
    {
        var own = 0;
        var entries = (Entry*)(header + 1);
        for (nint i = 0; i < header->Count; i++)
        {
            own += entries[i].Process == Environment.ProcessId ? 1 : 0;
        }

        return own;
    }

    [LibraryImport("ntdll.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int NtQuerySystemInformation(int kind, byte* buffer, uint length, out uint needed);

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public nint Count;
        public nint Reserved;
    }

    /// <summary>SYSTEM_HANDLE_TABLE_ENTRY_INFO_EX.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public nint Object;
        public nint Process;
        public nint Handle;
        public uint Access;
        public ushort Creator;
        public ushort Type;
        public uint Attributes;
        public uint Reserved;
    }
}
