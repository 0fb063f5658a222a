using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.Web.WindowsService;

/// <summary>What a service says to the service control manager. The package Microsoft.Extensions.Hosting.WindowsServices would do the same.</summary>
[SupportedOSPlatform("windows")]
internal static class ServiceApi
{
    /// <summary>ERROR_FAILED_SERVICE_CONTROLLER_CONNECT: the process was not started as a service.</summary>
    public const int NotStartedAsService = 1063;

    private const string Library = "advapi32.dll";

    /// <summary>The service's main function, called on a thread of its own.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    public delegate void ServiceMain(int count, nint arguments);

    /// <summary>Takes a control code; called on the thread that called <see cref="StartServiceCtrlDispatcherW"/>.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    public delegate int ControlHandler(ServiceControl control, int eventType, nint eventData, nint context);

    /// <summary>Returns when all services of the table have stopped.</summary>
    [DllImport(Library, SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool StartServiceCtrlDispatcherW([In] ServiceTableEntry[] table);

    [DllImport(Library, SetLastError = true, ExactSpelling = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern nint RegisterServiceCtrlHandlerExW(string name, ControlHandler handler, nint context);

    [DllImport(Library, SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetServiceStatus(nint handle, in ServiceStatus status);
}
