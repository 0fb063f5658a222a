using System.Runtime.InteropServices;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>A VARIANT as calls take it, by value: 16 bytes on x86, 24 on x64. Made and freed by <see cref="VariantWriter"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RawVariant
{
    public ushort Type;
    public ushort Reserved1;
    public ushort Reserved2;
    public ushort Reserved3;

    /// <summary>Eight bytes of data reach into <see cref="Second"/> where a pointer has four.</summary>
    public nint First;
    public nint Second;
}
