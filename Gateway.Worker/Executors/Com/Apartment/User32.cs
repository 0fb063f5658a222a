using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.Worker.Executors.Com.Apartment;

[SupportedOSPlatform("windows")]
internal static unsafe partial class User32
{
    public const uint Infinite = 0xFFFFFFFF;

    private const string Library = "user32.dll";
    private const uint AllInput = 0x04FF;

    /// <summary>MWMO_INPUTAVAILABLE: the wait also ends for messages that were seen before but not removed.</summary>
    private const uint InputAvailable = 0x0004;

    private const uint Remove = 1;

    public static void MsgWaitForMultipleObjects(SafeHandle wake, uint milliseconds)
    {
        var added = false;
        try
        {
            wake.DangerousAddRef(ref added);
            var handle = wake.DangerousGetHandle();
            MsgWaitForMultipleObjectsEx(1, &handle, milliseconds, AllInput, InputAvailable);
        }
        finally
        {
            if (added)
            {
                wake.DangerousRelease();
            }
        }
    }

    public static bool TryTake(out Message message) => PeekMessageW(out message, 0, 0, 0, Remove) != 0;

    public static void Dispatch(in Message message)
    {
        TranslateMessage(message);
        DispatchMessageW(message);
    }

    [LibraryImport(Library, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint MsgWaitForMultipleObjectsEx(uint count, nint* handles, uint milliseconds, uint wakeMask, uint flags);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int PeekMessageW(out Message message, nint window, uint first, uint last, uint remove);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int TranslateMessage(in Message message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint DispatchMessageW(in Message message);

    /// <summary>MSG.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public nint Window;
        public uint Number;
        public nint Wide;
        public nint Narrow;
        public uint Time;
        public int X;
        public int Y;
    }
}
