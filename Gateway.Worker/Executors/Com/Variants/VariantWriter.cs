using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>Makes VARIANTs from values, with the same type. The caller must free them.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class VariantWriter
{
    /// <summary>Makes a VARIANT that owns its BSTR or SAFEARRAY until <see cref="Free"/>.</summary>
    public static RawVariant Create(in MxValue value)
    {
        var variant = new RawVariant { Type = (ushort)value.Type };
        var data = &variant.First;
        if (value.IsArray)
        {
            // There is no SAFEARRAY of FILETIME. Dates carry the same information.
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
                // The machine is little endian, so the low bytes are the smaller integer.
                *(long*)data = value.AsInt64();
                break;
        }

        return variant;
    }

    public static void Free(ref RawVariant variant)
    {
        // The other types own nothing, and VariantClear refuses FILETIME.
        if (variant.Type == VarTypes.Bstr || (variant.Type & VarTypes.Array) != 0)
        {
            fixed (RawVariant* address = &variant)
            {
                _ = OleAut32.VariantClear(address);
            }
        }
    }

    /// <summary>
    /// Writes a DECIMAL: 2 bytes that belong to the VARIANT, then the scale, the sign, the high 32 bits and the low 64 bits.
    /// </summary>
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
