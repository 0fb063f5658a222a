using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Copies SAFEARRAYs. Lower bounds are not kept, and several dimensions are read as one, in the order of the memory. An array of
/// VARIANTs becomes an array of their common type if there is one; otherwise an array of doubles if all are numbers; otherwise an
/// array of texts.
/// </summary>
internal sealed class SafeArrayReader(ComLayout layout, VariantReader variants)
{
    /// <summary>No real array is larger; a corrupt header could claim more.</summary>
    private const long MaxElements = 16 * 1024 * 1024;

    private const int MaxDimensions = 60;

    /// <summary>Copies an array; null when the element type is not supported in arrays, or the header is invalid.</summary>
    public MxValue? Read(nint array, int elementType, int depth)
    {
        if (array == 0)
        {
            return MxValue.Empty;
        }

        var size = ComMemory.Read<int>(array + ComLayout.ArrayElementSize);
        if (CountElements(array) is not { } count || size <= 0)
        {
            return null;
        }

        var data = layout.ReadPointer(array + layout.ArrayData);
        return elementType == VarTypes.Variant
            ? ReadVariants(data, count, depth)
            : TypeOf(elementType) is { } type ? ReadTyped(type, elementType, data, count, size) : null;
    }

    /// <summary>The number of elements over all dimensions; null when the header is invalid.</summary>
    public int? CountElements(nint array)
    {
        var dimensions = ComMemory.Read<ushort>(array);
        if (dimensions is 0 or > MaxDimensions)
        {
            return null;
        }

        long count = 1;
        for (var i = 0; i < dimensions; i++)
        {
            count *= ComMemory.Read<uint>(array + layout.ArrayBounds + (i * ComLayout.ArrayBoundSize));
            if (count > MaxElements)
            {
                return null;
            }
        }

        return (int)count;
    }

    private static VariantType? TypeOf(int elementType)
    {
        var type = elementType switch
        {
            VarTypes.Int => VariantType.Int32,
            VarTypes.UInt => VariantType.UInt32,
            VarTypes.Hresult => VariantType.Error,
            _ => (VariantType)elementType,
        };
        return Enum.IsDefined(type) && VariantTypeRules.HasArrays(type) ? type : null;
    }

    private MxValue ReadTyped(VariantType type, int elementType, nint data, int count, int size) => type switch
    {
        VariantType.Int16 => Copy<short>(type, data, count),
        VariantType.Int32 or VariantType.Error => Copy<int>(type, data, count),
        VariantType.Int64 => Copy<long>(type, data, count),
        VariantType.Int8 => Copy<sbyte>(type, data, count),
        VariantType.UInt8 => Copy<byte>(type, data, count),
        VariantType.UInt16 => Copy<ushort>(type, data, count),
        VariantType.UInt32 => Copy<uint>(type, data, count),
        VariantType.UInt64 => Copy<ulong>(type, data, count),
        VariantType.Float => Copy<float>(type, data, count),
        VariantType.Double => Copy<double>(type, data, count),
        _ => ReadEach(type, elementType, data, count, size),
    };

    private static unsafe MxValue Copy<T>(VariantType type, nint data, int count)
        where T : unmanaged
    {
        var elements = new T[count];
        new ReadOnlySpan<byte>((void*)data, count * Unsafe.SizeOf<T>()).CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements.AsSpan()));
        return MxValue.FromArray(type, elements);
    }

    private MxValue ReadEach(VariantType type, int elementType, nint data, int count, int size)
    {
        var values = new MxValue[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = variants.ReadScalar(elementType, data + ((nint)i * size));
        }

        // A date outside the calendar is read as a number, so the elements may differ in type.
        return Array.TrueForAll(values, value => value.Type == type) ? ArrayOf(type, values) : Unify(values);
    }

    private MxValue ReadVariants(nint data, int count, int depth)
    {
        var values = new MxValue[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = variants.Read(data + ((nint)i * layout.VariantSize), depth + 1);
        }

        return Unify(values);
    }

    private static MxValue Unify(MxValue[] values)
    {
        var type = values.Length == 0 ? VariantType.Empty : values[0].Type;
        if (VariantTypeRules.HasArrays(type) && Array.TrueForAll(values, value => value.Type == type))
        {
            return ArrayOf(type, values);
        }

        return values.Length > 0 && Array.TrueForAll(values, value => value.TryGetDouble(out _))
            ? MxValue.FromArray(VariantType.Double, Array.ConvertAll(values, value => value.TryGetDouble(out var number) ? number : 0))
            : MxValue.FromArray(VariantType.String, Array.ConvertAll(values, TextOf));
    }

    private static MxValue ArrayOf(VariantType type, MxValue[] values)
    {
        var elements = Array.CreateInstance(VariantTypeRules.ClrTypeOf(type), values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            elements.SetValue(values[i].ToObject(), i);
        }

        return MxValue.FromArray(type, elements);
    }

    private static string TextOf(MxValue value) => value.Type is VariantType.Date or VariantType.FileTime
        ? value.AsDateTime().ToString("O", CultureInfo.InvariantCulture)
        : value.ToString();
}
