using System.Runtime.InteropServices;

namespace Gateway.Worker.Executors.Com.Activation;

/// <summary>Explains a failed activation and what to do about it.</summary>
internal static class ActivationFaults
{
    public const int ModuleNotFound = unchecked((int)0x8007007E);
    public const int NotAnExecutableOfThisKind = unchecked((int)0x800700C1);
    public const int ProgIdUnknown = unchecked((int)0x800401F3);
    public const int ClassNotAvailable = unchecked((int)0x80040111);

    /// <param name="hresult">HRESULT of the activation.</param>
    /// <param name="server">The requested component: a ProgID or a class id.</param>
    /// <param name="architecture">Architecture of this process.</param>
    public static string Describe(int hresult, string server, Architecture architecture)
    {
        var process = architecture == Architecture.X86 ? "32-bit" : "64-bit";
        var remedy = hresult switch
        {
            Hresults.ClassNotRegistered when architecture != Architecture.X86 =>
                "it is not registered for 64-bit processes. MXAccess is 32-bit only: use the x86 worker.",
            Hresults.ClassNotRegistered => "it is not registered. Install the MXAccess toolkit on this machine.",
            ProgIdUnknown => "no class is registered under this ProgID. Install the MXAccess toolkit, or correct the option ProgId.",
            ModuleNotFound => "its DLL, or one that the DLL needs, is missing. Repair the installation of System Platform.",
            NotAnExecutableOfThisKind => $"its DLL is not built for {process} processes. Use the worker of the other bitness.",
            ClassNotAvailable => "its DLL does not contain the class. Repair the installation of System Platform.",
            Hresults.AccessDenied => "access is denied. Run the worker under an account that may use System Platform, and check the MXAccess runtime licence.",
            Hresults.NoInterface => "it is not an LMXProxyServer: it has none of the interfaces ILMXProxyServer to ILMXProxyServer5.",
            _ => "the HRESULT is the only information that Windows gave.",
        };
        return $"The COM component {server} could not be created in this {process} process (HRESULT 0x{hresult:X8}): {remedy}";
    }
}
