using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>Makes one-dimensional SAFEARRAYs with lower bound 0 from the arrays of values.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class SafeArrayWriter
{
    private const int BytesOfDecimal = 16;

    /// <summary>Makes a SAFEARRAY, which the caller owns.</summary>
    public static nint Create(VariantType type, Array elements)
    {
        var array = OleAut32.SafeArrayCreateVector((ushort)type, 0, (uint)elements.Length);
        if (array == 0)
        {
            throw new InsufficientMemoryException($"There was not enough memory for a SAFEARRAY of {elements.Length} elements of type {type}.");
        }

        var layout = ComLayout.Current;
        Fill(type, elements, (byte*)layout.ReadPointer(array + layout.ArrayData));
        return array;
    }

    private static void Fill(VariantType type, Array elements, byte* data)
    {
        switch (type)
        {
            case VariantType.Boolean:
                Each<bool>(elements, (value, i) => ((short*)data)[i] = (short)(value ? -1 : 0));
                break;
            case VariantType.String:
                Each<string?>(elements, (value, i) => ((nint*)data)[i] = Marshal.StringToBSTR(value ?? ""));
                break;
            case VariantType.Date:
                Each<DateTime>(elements, (value, i) => ((double*)data)[i] = OleTime.ToDate(value));
                break;
            case VariantType.Currency:
                Each<decimal>(elements, (value, i) => ((long*)data)[i] = decimal.ToOACurrency(value));
                break;
            case VariantType.Decimal:
                Each<decimal>(elements, (value, i) => VariantWriter.WriteDecimal(data + (i * BytesOfDecimal), value));
                break;
            default:
                var bytes = Buffer.ByteLength(elements);
                fixed (byte* source = &MemoryMarshal.GetArrayDataReference(elements))
                {
                    Buffer.MemoryCopy(source, data, bytes, bytes);
                }

                break;
        }
    }

    private static void Each<T>(Array elements, Action<T, int> write)
    {
        var typed = (T[])elements;
        for (var i = 0; i < typed.Length; i++)
        {
            write(typed[i], i);
        }
    }
}
