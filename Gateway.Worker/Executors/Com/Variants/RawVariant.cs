using System.Runtime.InteropServices;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// A VARIANT as calls take it by value: 16 bytes on x86, 24 on x64. <see cref="VariantWriter"/> makes and frees it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RawVariant
{
    public ushort Type;
    public ushort Reserved1;
    public ushort Reserved2;
    public ushort Reserved3;

    /// <summary>
    /// Start of the data. Where a pointer has four bytes, eight bytes of data extend into <see cref="Second"/>.
    /// </summary>
    public nint First;
    public nint Second;
}
