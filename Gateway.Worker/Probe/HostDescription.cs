using System.Runtime.InteropServices;

namespace Gateway.Worker.Probe;

internal static class HostDescription
{
    /// <summary>
    /// Describes the process, for example <c>32-bit (X86) on Microsoft Windows 10.0.20348, .NET 10.0.2, account PLANT\svc</c>.
    /// </summary>
    public static string Process() =>
        $"{IntPtr.Size * 8}-bit ({RuntimeInformation.ProcessArchitecture}) on {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
        + $"account {Environment.UserDomainName}\\{Environment.UserName}";
}
