using System.Runtime.InteropServices;

namespace Gateway.Web.WindowsService;

/// <summary>SERVICE_TABLE_ENTRYW: pointers to the name and to the main function; the table ends with zeros.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ServiceTableEntry
{
    public nint Name;
    public nint Main;
}
