using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.Worker.Executors.Com.Variants;

[SupportedOSPlatform("windows")]
internal static unsafe partial class OleAut32
{
    private const string Library = "oleaut32.dll";

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int VariantClear(RawVariant* variant);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint SafeArrayCreateVector(ushort type, int lowerBound, uint elements);

    /// <summary>Takes the error object of the last failed call on this thread; the caller owns it.</summary>
    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int GetErrorInfo(uint reserved, out nint errorInfo);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int SetErrorInfo(uint reserved, nint errorInfo);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int VarDateFromStr(string text, uint locale, uint flags, out double date);
}
