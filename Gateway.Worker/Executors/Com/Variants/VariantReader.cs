using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Copies VARIANTs into values and follows references. A VARIANT that a value cannot hold (an object, a record, an unknown type)
/// is read as VT_EMPTY and counted; no value is ever invented for it.
/// </summary>
internal sealed class VariantReader
{
    /// <summary>
    /// Limit for VARIANTs that refer to VARIANTs or hold arrays of them. COM itself allows one level of reference.
    /// </summary>
    private const int MaxDepth = 4;

    private readonly ComLayout _layout;
    private readonly SafeArrayReader _arrays;

    public VariantReader(ComLayout layout)
    {
        _layout = layout;
        _arrays = new SafeArrayReader(layout, this);
    }

    public ComLayout Layout => _layout;

    /// <summary>Number of values that were read as VT_EMPTY because they could not be read.</summary>
    public long Unreadable { get; private set; }

    public MxValue Read(nint variant) => Read(variant, 0);

    /// <summary>
    /// Reads an argument that is declared as a long, whatever its numeric type is; null when it is not a number.
    /// </summary>
    public int? ReadInt32(nint variant)
    {
        if (ComMemory.Read<ushort>(variant) == (ushort)VariantType.Int32)
        {
            return ComMemory.Read<int>(variant + ComLayout.VariantData);
        }

        var value = Read(variant);
        return VariantTypeRules.IsInteger(value.Type) ? unchecked((int)value.AsInt64())
            : value.TryGetDouble(out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)number
            : null;
    }

    /// <summary>Reads a scalar of the given type, which may be inside a VARIANT, behind a reference or in an array.</summary>
    public MxValue ReadScalar(int type, nint address) => type switch
    {
        (int)VariantType.Empty => MxValue.Empty,
        (int)VariantType.Null => MxValue.Null,
        (int)VariantType.Boolean => MxValue.FromBoolean(ComMemory.Read<short>(address) != 0),
        (int)VariantType.Int8 => MxValue.FromInteger(VariantType.Int8, ComMemory.Read<sbyte>(address)),
        (int)VariantType.Int16 => MxValue.FromInteger(VariantType.Int16, ComMemory.Read<short>(address)),
        (int)VariantType.Int32 or VarTypes.Int => MxValue.FromInt32(ComMemory.Read<int>(address)),
        (int)VariantType.Int64 => MxValue.FromInt64(ComMemory.Read<long>(address)),
        (int)VariantType.UInt8 => MxValue.FromInteger(VariantType.UInt8, ComMemory.Read<byte>(address)),
        (int)VariantType.UInt16 => MxValue.FromInteger(VariantType.UInt16, ComMemory.Read<ushort>(address)),
        (int)VariantType.UInt32 or VarTypes.UInt => MxValue.FromInteger(VariantType.UInt32, ComMemory.Read<uint>(address)),
        (int)VariantType.UInt64 => MxValue.FromUInt64(ComMemory.Read<ulong>(address)),
        (int)VariantType.Error or VarTypes.Hresult => MxValue.FromInteger(VariantType.Error, ComMemory.Read<int>(address)),
        (int)VariantType.Float => MxValue.FromFloat(ComMemory.Read<float>(address)),
        (int)VariantType.Double => MxValue.FromDouble(ComMemory.Read<double>(address)),
        (int)VariantType.Currency => MxValue.FromCurrency(decimal.FromOACurrency(ComMemory.Read<long>(address))),
        (int)VariantType.Decimal => MxValue.FromDecimal(ReadDecimal(address)),
        (int)VariantType.String => MxValue.FromString(ComMemory.ReadBstr(_layout.ReadPointer(address))),
        (int)VariantType.Date => ReadDate(ComMemory.Read<double>(address)),
        (int)VariantType.FileTime => ReadFileTime(ComMemory.Read<long>(address)),
        _ => NotReadable(),
    };

    /// <summary>Reads a VARIANT that is nested this deeply in others.</summary>
    public MxValue Read(nint variant, int depth)
    {
        var type = ComMemory.Read<ushort>(variant);
        var data = variant + ComLayout.VariantData;
        if ((type & VarTypes.ByRef) != 0)
        {
            data = _layout.ReadPointer(data);
            type &= unchecked((ushort)~VarTypes.ByRef);
            if (data == 0)
            {
                return MxValue.Empty;
            }

            if (type == VarTypes.Variant)
            {
                return depth < MaxDepth ? Read(data, depth + 1) : NotReadable();
            }
        }
        else if (type == VarTypes.Decimal)
        {
            data = variant;
        }

        if ((type & VarTypes.Array) == 0)
        {
            return ReadScalar(type, data);
        }

        return depth > MaxDepth ? NotReadable() : _arrays.Read(_layout.ReadPointer(data), type & ~VarTypes.Array, depth) ?? NotReadable();
    }

    public static decimal ReadDecimal(nint address)
    {
        const byte maxScale = 28;
        const byte negative = 0x80;
        var scale = Math.Min(ComMemory.Read<byte>(address + 2), maxScale);
        var isNegative = (ComMemory.Read<byte>(address + 3) & negative) != 0;
        return new decimal(ComMemory.Read<int>(address + 8), ComMemory.Read<int>(address + 12), ComMemory.Read<int>(address + 4), isNegative, scale);
    }

    // A number that is outside the calendar remains a number.
    private static MxValue ReadDate(double days) => OleTime.FromDate(days) is { } time ? MxValue.FromDate(time) : MxValue.FromDouble(days);

    private static MxValue ReadFileTime(long fileTime) =>
        OleTime.FromFileTime(fileTime) is { } time ? MxValue.FromFileTime(time) : MxValue.FromInt64(fileTime);

    private MxValue NotReadable()
    {
        Unreadable++;
        return MxValue.Empty;
    }
}
