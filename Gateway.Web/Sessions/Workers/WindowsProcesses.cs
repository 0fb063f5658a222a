using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Processes through kernel32. It asks for the fewest access rights that the questions need, and not for the list of modules, which
/// cannot be read while a process starts or ends.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsProcesses
{
    private const uint QueryLimitedInformation = 0x1000;
    private const uint Synchronize = 0x0010_0000;
    private const uint Signalled = 0;

    /// <summary>The error of OpenProcess for an id that no process has.</summary>
    private const int InvalidParameter = 87;

    /// <summary>Longest path in Windows, in characters.</summary>
    private const int MaxPath = 32_767;

    /// <inheritdoc cref="IProcessTable.TryFind"/>
    public static bool TryFind(int processId, out ProcessIdentity? found)
    {
        found = null;
        using var process = OpenProcess(QueryLimitedInformation | Synchronize, inherit: false, processId);
        if (process.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() == InvalidParameter;
        }

        if (HasEnded(process))
        {
            return true;
        }

        var path = new char[MaxPath];
        var length = path.Length;
        var named = QueryFullProcessImageNameW(process, 0, path, ref length);
        if (!GetProcessTimes(process, out var created, out _, out _, out _))
        {
            return HasEnded(process);
        }

        if (!named && HasEnded(process))
        {
            return true;
        }

        var started = DateTime.FromFileTimeUtc(created).Ticks.ToString(CultureInfo.InvariantCulture);
        found = new ProcessIdentity(processId, started, named ? new string(path, 0, length) : "");
        return true;
    }

    // Another process may still hold a handle to a process that has ended.
    private static bool HasEnded(SafeProcessHandle process) => WaitForSingleObject(process, 0) == Signalled;

    [DllImport("kernel32.dll", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeProcessHandle OpenProcess(uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, int processId);

    [DllImport("kernel32.dll", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint WaitForSingleObject(SafeProcessHandle handle, uint milliseconds);

    [DllImport("kernel32.dll", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetProcessTimes(SafeProcessHandle process, out long created, out long exited, out long kernel, out long user);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool QueryFullProcessImageNameW(SafeProcessHandle process, uint flags, [Out] char[] path, ref int length);
}
