using Gateway.Values;

namespace Gateway.Worker.Executors.Com.Variants;

/// <summary>
/// Copies the status argument of an event. It is declared as a reference to a SAFEARRAY of MXSTATUS_PROXY records; an array that
/// is not a reference, an array of VARIANTs with records, and a single record are accepted too.
/// </summary>
internal sealed class StatusReader(ComLayout layout)
{
    /// <summary>The component sends one status; an array with more than this many has a corrupt header.</summary>
    private const int MaxStatuses = 1024;

    private readonly SafeArrayReader _arrays = new(layout, new VariantReader(layout));

    /// <returns>Null for exactly one plain success, as everywhere in the worker; empty when there is no status.</returns>
    public IReadOnlyList<MxStatus>? Read(nint variant) => Read(variant, isReferred: false);

    private IReadOnlyList<MxStatus>? Read(nint variant, bool isReferred)
    {
        var type = ComMemory.Read<ushort>(variant);
        var data = variant + ComLayout.VariantData;
        if ((type & VarTypes.ByRef) != 0)
        {
            data = layout.ReadPointer(data);
            if (data == 0)
            {
                return [];
            }

            // COM allows one level of reference. A corrupt reference could refer to itself.
            if (type == (VarTypes.ByRef | VarTypes.Variant))
            {
                return isReferred ? [] : Read(data, isReferred: true);
            }
        }

        return (type & ~VarTypes.ByRef) switch
        {
            VarTypes.Array | VarTypes.Record => ReadArray(layout.ReadPointer(data), ComLayout.StatusSize, ReadRecord),
            VarTypes.Array | VarTypes.Variant => ReadArray(layout.ReadPointer(data), layout.VariantSize, ReadElement),
            VarTypes.Record => Simplify(ReadRecord(layout.ReadPointer(data))),
            _ => [],
        };
    }

    private IReadOnlyList<MxStatus>? ReadArray(nint array, int leastSize, Func<nint, MxStatus?> read)
    {
        if (array == 0 || _arrays.CountElements(array) is not { } count || count > MaxStatuses)
        {
            return [];
        }

        var size = ComMemory.Read<int>(array + ComLayout.ArrayElementSize);
        var data = layout.ReadPointer(array + layout.ArrayData);
        if (size < leastSize)
        {
            return [];
        }

        if (count == 1)
        {
            return Simplify(read(data));
        }

        var statuses = new List<MxStatus>(count);
        for (var i = 0; i < count; i++)
        {
            if (read(data + ((nint)i * size)) is { } status)
            {
                statuses.Add(status);
            }
        }

        return statuses;
    }

    private static IReadOnlyList<MxStatus>? Simplify(MxStatus? status) =>
        status is null ? [] : status == MxStatus.Good ? null : [status];

    private MxStatus? ReadElement(nint variant) => ComMemory.Read<ushort>(variant) == VarTypes.Record
        ? ReadRecord(layout.ReadPointer(variant + ComLayout.VariantData))
        : null;

    private MxStatus? ReadRecord(nint record) => record == 0 ? null : Read(record, layout);

    /// <summary>Reads one MXSTATUS_PROXY or MxStatus record.</summary>
    public static MxStatus Read(nint record, ComLayout layout) => new()
    {
        Success = ComMemory.Read<short>(record),
        Category = (MxStatusCategory)ComMemory.Read<int>(record + ComLayout.StatusCategory),
        DetectedBy = (MxStatusSource)ComMemory.Read<int>(record + ComLayout.StatusDetectedBy),
        Detail = ComMemory.Read<short>(record + ComLayout.StatusDetail),
    };
}
