using System.Runtime.CompilerServices;
using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Tests.Executors.Com;

/// <summary>Writes COM structures into memory as a component of one bitness would.</summary>
internal sealed unsafe class ComWriter(ComLayout layout, LowMemory memory)
{
    public ComLayout Layout => layout;

    public nint Variant(int type, long data)
    {
        var variant = memory.Take(layout.VariantSize);
        Put(variant, (ushort)type);
        Put(variant + ComLayout.VariantData, data);
        return variant;
    }

    public nint Number(int type, double data) => Variant(type, BitConverter.DoubleToInt64Bits(data));

    /// <summary>A VARIANT that contains a pointer.</summary>
    public nint Pointing(int type, nint target)
    {
        var variant = memory.Take(layout.VariantSize);
        Put(variant, (ushort)type);
        PutPointer(variant + ComLayout.VariantData, target);
        return variant;
    }

    public nint Text(string text)
    {
        var start = memory.Take(sizeof(uint) + ((text.Length + 1) * sizeof(char)) + 12) + 12;
        Put(start, (uint)(text.Length * sizeof(char)));
        text.CopyTo(new Span<char>((void*)(start + sizeof(uint)), text.Length));
        return start + sizeof(uint);
    }

    /// <summary>A pointer to memory that contains a pointer.</summary>
    public nint Reference(nint target)
    {
        var place = memory.Take(layout.PointerSize);
        PutPointer(place, target);
        return place;
    }

    /// <summary>A one-dimensional SAFEARRAY with lower bound 1.</summary>
    public nint SafeArray(int elementSize, int count, Action<nint, int> write)
    {
        var array = memory.Take(layout.ArraySize);
        var data = memory.Take(Math.Max(1, elementSize * count));
        Put(array, (ushort)1);
        Put(array + ComLayout.ArrayElementSize, elementSize);
        PutPointer(array + layout.ArrayData, data);
        Put(array + layout.ArrayBounds, count);
        Put(array + layout.ArrayBounds + sizeof(int), 1);
        for (var i = 0; i < count; i++)
        {
            write(data + (i * elementSize), i);
        }

        return array;
    }

    public static void Status(nint record, short success, int category, int source, short detail)
    {
        Put(record, success);
        Put(record + ComLayout.StatusCategory, category);
        Put(record + ComLayout.StatusDetectedBy, source);
        Put(record + ComLayout.StatusDetail, detail);
    }

    /// <summary>DISPPARAMS with the VARIANTs, which are given in the declared order.</summary>
    public nint Parameters(params nint[] variants)
    {
        var arguments = memory.Take(layout.VariantSize * variants.Length);
        for (var i = 0; i < variants.Length; i++)
        {
            var place = arguments + ((variants.Length - 1 - i) * layout.VariantSize);
            Buffer.MemoryCopy((void*)variants[i], (void*)place, layout.VariantSize, layout.VariantSize);
        }

        var parameters = memory.Take(layout.DispParamsSize);
        PutPointer(parameters, arguments);
        Put(parameters + layout.ArgumentCount, variants.Length);
        return parameters;
    }

    public void PutPointer(nint address, nint pointer)
    {
        if (layout.PointerSize == 4)
        {
            Put(address, checked((uint)pointer));
        }
        else
        {
            Put(address, (ulong)pointer);
        }
    }

    public static void Put<T>(nint address, T value)
        where T : unmanaged => Unsafe.WriteUnaligned((void*)address, value);
}
