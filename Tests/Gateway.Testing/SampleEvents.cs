using Gateway.Events;
using Gateway.Values;

namespace Gateway.Testing;

/// <summary>One event of each family and a data change with each of the sample values, with contiguous sequences.</summary>
public static class SampleEvents
{
    public static readonly DateTime WorkerTime = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1_230);

    private static readonly MxStatus Refused = new()
    {
        Success = 0,
        Category = MxStatusCategory.SecurityError,
        DetectedBy = MxStatusSource.RespondingAutomationObject,
        Detail = 1012,
    };

    public static IReadOnlyList<MxEvent> All { get; } = [.. Special().Concat(Values()).Select((made, i) => made with { Sequence = i + 1 })];

    /// <summary>A data change of item 1 whose value is its sequence.</summary>
    public static MxEvent ChangeOf(long sequence) => Change(MxValue.FromInt64(sequence)) with { Sequence = sequence, ItemHandle = 1 };

    private static IEnumerable<MxEvent> Values() => SampleValues.All.Values.Select(value => Change(value));

    private static IEnumerable<MxEvent> Special()
    {
        yield return Of(EventFamily.OnWriteComplete);
        yield return Of(EventFamily.OnWriteComplete) with { Statuses = [Refused] };
        yield return Of(EventFamily.OperationComplete);
        yield return Of(EventFamily.OperationComplete) with { Statuses = [] };
        yield return Of(EventFamily.OnWriteComplete) with { Statuses = [Refused, MxStatus.Good, new MxStatus { Success = 7, Category = (MxStatusCategory)99, DetectedBy = (MxStatusSource)77 }] };
        yield return Change(MxValue.FromInt32(1)) with { SourceTime = null, Quality = 0, Statuses = [Refused] };
        yield return Change(MxValue.FromInt32(1)) with { SourceTime = null, RawTime = MxValue.FromString("not a time") };
        yield return Change(MxValue.FromInt32(1)) with { SourceTime = WorkerTime.AddTicks(4), Quality = -1, ServerHandle = int.MinValue, ItemHandle = int.MaxValue };
        yield return Buffered(MxDataType.Float);
        yield return Buffered(MxDataType.Unknown) with { Value = MxValue.Empty, Qualities = MxValue.Null, SourceTimes = MxValue.FromString("") };
        yield return Buffered((MxDataType)1234);
    }

    private static MxEvent Change(MxValue value) => Of(EventFamily.OnDataChange) with
    {
        Value = value,
        DataType = value.DataType,
        Quality = 192,
        SourceTime = WorkerTime.AddSeconds(-1),
    };

    private static MxEvent Buffered(MxDataType dataType) => Of(EventFamily.OnBufferedDataChange) with
    {
        DataType = dataType,
        Value = MxValue.FromArray(VariantType.Float, new[] { 1.5f, 2.5f }),
        Qualities = MxValue.FromArray(VariantType.Int16, new short[] { 192, 0 }),
        SourceTimes = MxValue.FromArray(VariantType.FileTime, new[] { WorkerTime, WorkerTime.AddTicks(1) }),
    };

    private static MxEvent Of(EventFamily family) => new()
    {
        Sequence = 0,
        Family = family,
        ServerHandle = 1,
        ItemHandle = 7,
        WorkerTime = WorkerTime,
    };
}
