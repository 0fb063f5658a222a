using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>Makes VARIANTs out of values, in the type the value has. Whoever makes one must free it.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class VariantWriter
{
    /// <summary>Owns its BSTR or SAFEARRAY until <see cref="Free"/>.</summary>
    public static RawVariant Create(in MxValue value)
    {
        var variant = new RawVariant { Type = (ushort)value.Type };
        var data = &variant.First;
        if (value.IsArray)
        {
            // There is no SAFEARRAY of FILETIME; dates say the same.
            var type = value.ElementType == VariantType.FileTime ? VariantType.Date : value.ElementType;
            variant.Type = (ushort)(type | VariantType.Array);
            variant.First = SafeArrayWriter.Create(type, value.AsArray());
            return variant;
        }

        switch (value.Type)
        {
            case VariantType.Empty or VariantType.Null:
                break;
            case VariantType.Boolean:
                *(short*)data = (short)(value.AsBoolean() ? -1 : 0);
                break;
            case VariantType.Float:
                *(float*)data = value.AsFloat();
                break;
            case VariantType.Double:
                value.TryGetDouble(out *(double*)data);
                break;
            case VariantType.Currency:
                *(long*)data = decimal.ToOACurrency(value.AsDecimal());
                break;
            case VariantType.Decimal:
                WriteDecimal((byte*)&variant, value.AsDecimal());
                variant.Type = (ushort)VariantType.Decimal;
                break;
            case VariantType.String:
                variant.First = Marshal.StringToBSTR(value.AsString());
                break;
            case VariantType.Date:
                *(double*)data = OleTime.ToDate(value.AsDateTime());
                break;
            case VariantType.FileTime:
                *(long*)data = OleTime.ToFileTime(value.AsDateTime());
                break;
            default:
                // Little endian: the low bytes are the smaller integer.
                *(long*)data = value.AsInt64();
                break;
        }

        return variant;
    }

    public static void Free(ref RawVariant variant)
    {
        // Types that own nothing are not worth the call, and FILETIME is one that VariantClear refuses.
        if (variant.Type == VarTypes.Bstr || (variant.Type & VarTypes.Array) != 0)
        {
            fixed (RawVariant* address = &variant)
            {
                _ = OleAut32.VariantClear(address);
            }
        }
    }

    /// <summary>A DECIMAL at an address: 2 bytes that are not its own, scale, sign, the high 32 bits, the low 64 bits.</summary>
    public static void WriteDecimal(byte* address, decimal value)
    {
        const int signBit = 31;
        const int scaleShift = 16;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        address[2] = (byte)(bits[3] >> scaleShift);
        address[3] = (byte)((bits[3] >>> signBit) << 7);
        *(int*)(address + 4) = bits[2];
        *(int*)(address + 8) = bits[0];
        *(int*)(address + 12) = bits[1];
    }
}
