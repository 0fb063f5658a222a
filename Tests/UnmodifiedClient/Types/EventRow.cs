using System.Globalization;
using MessagePack;

namespace GatewayTypes;

/// <summary>
/// One event in MessagePack, which is an array. <see cref="Family"/> says what the fields from 6 on are; the properties without a key read them.
/// </summary>
[MessagePackObject]
public sealed record EventRow
{
    public const int DataChange = 1;
    public const int WriteComplete = 2;
    public const int OperationComplete = 3;
    public const int BufferedDataChange = 4;

    private const int ArrayFlag = 0x2000;

    [Key(0)] public long Sequence { get; init; }
    [Key(1)] public int Family { get; init; }
    [Key(2)] public int ServerHandle { get; init; }
    [Key(3)] public int ItemHandle { get; init; }
    [Key(4)] public WireTime WorkerTime { get; init; }

    /// <summary>Null for exactly one plain success, else success, category, detectedBy and detail of each status.</summary>
    [Key(5)] public IReadOnlyList<int[]>? Statuses { get; init; }

    [Key(6)] public int Field6 { get; init; }
    [Key(7)] public object? Field7 { get; init; }
    [Key(8)] public object? Field8 { get; init; }
    [Key(9)] public object? Field9 { get; init; }
    [Key(10)] public object? Field10 { get; init; }
    [Key(11)] public object? Field11 { get; init; }
    [Key(12)] public object? Field12 { get; init; }

    /// <summary>Raw OPC DA quality of a data change; good when <c>(Quality &amp; 0xC0) == 0xC0</c>.</summary>
    [IgnoreMember] public int? Quality => Family == DataChange ? Field6 : null;

    /// <summary>The item's own time stamp; null when it could not be converted.</summary>
    [IgnoreMember] public WireTime? SourceTime => Family == DataChange && Field7 is not null ? WireTime.Of(Field7) : null;

    /// <summary>The VARTYPE of the value, or of its elements; 0 where the event has no value.</summary>
    [IgnoreMember] public int VariantType => Number(Family == DataChange ? Field8 : Field7) & ~ArrayFlag;

    [IgnoreMember] public bool IsArray => (Number(Family == DataChange ? Field8 : Field7) & ArrayFlag) != 0;

    /// <summary>
    /// A scalar, or an object[] of them. Integers beyond 2^53, currency and decimal are text; times (VARTYPE 7 and 64) are read with
    /// <see cref="WireTime.Of"/>.
    /// </summary>
    [IgnoreMember] public object? Value => Family == DataChange ? Field9 : Field8;

    private static int Number(object? field) => field is null ? 0 : Convert.ToInt32(field, CultureInfo.InvariantCulture);
}
