using System.Runtime.InteropServices;

namespace Gateway.Web.WindowsService;

/// <summary>SERVICE_STATUS: seven 32-bit numbers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ServiceStatus
{
    public int Type;
    public ServiceState State;
    public int AcceptedControls;
    public int ExitCode;
    public int SpecificExitCode;
    public int CheckPoint;

    /// <summary>Milliseconds.</summary>
    public int WaitHint;
}
