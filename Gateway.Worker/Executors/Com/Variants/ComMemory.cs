using System.Runtime.CompilerServices;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>Reads plain data at addresses that the component passed, with pointers of the layout's size.</summary>
internal static unsafe class ComMemory
{
    public static T Read<T>(nint address)
        where T : unmanaged => Unsafe.ReadUnaligned<T>((void*)address);

    public static nint ReadPointer(this ComLayout layout, nint address) =>
        layout.PointerSize == 4 ? (nint)Read<uint>(address) : (nint)Read<ulong>(address);

    /// <summary>The text of a BSTR, whose length in bytes precedes the text; a null BSTR is the empty text.</summary>
    public static string ReadBstr(nint text) =>
        text == 0 ? "" : new string((char*)text, 0, (int)(Read<uint>(text - sizeof(uint)) / sizeof(char)));
}
