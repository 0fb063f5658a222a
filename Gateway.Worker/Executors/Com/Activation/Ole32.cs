using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.Worker.Executors.Com.Activation;

[SupportedOSPlatform("windows")]
internal static partial class Ole32
{
    /// <summary>CLSCTX_INPROC_SERVER: the component is a DLL.</summary>
    public const uint InProcess = 1;

    private const string Library = "ole32.dll";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int CLSIDFromProgID(string programId, out Guid classId);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int CoCreateInstance(in Guid classId, nint outer, uint context, in Guid interfaceId, out nint created);
}
