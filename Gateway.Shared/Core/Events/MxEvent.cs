using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Events;

/// <summary>
/// One MXAccess callback. Fields that a family does not have are absent. Times are UTC; <see cref="WorkerTime"/> has
/// microseconds, source times keep 100 ns.
/// </summary>
[JsonConverter(typeof(MxEventJsonConverter))]
public sealed record MxEvent
{
    private static readonly IReadOnlyList<MxStatus> OneGood = [MxStatus.Good];

    // Values that few events have, in an object of their own: 128 bytes for each other event instead of 216.
    private readonly RareValues? _rare;

    public MxEvent()
    {
    }

    [SetsRequiredMembers]
    internal MxEvent(in RowHead head, IReadOnlyList<MxStatus>? statuses)
    {
        Sequence = head.Sequence;
        Family = head.Family;
        ServerHandle = head.ServerHandle;
        ItemHandle = head.ItemHandle;
        WorkerTime = head.WorkerTime;
        Statuses = statuses ?? OneGood;
    }

    /// <summary>The worker's number for this event, from 1, contiguous within an epoch.</summary>
    public required long Sequence { get; init; }

    public required EventFamily Family { get; init; }

    public required int ServerHandle { get; init; }

    public required int ItemHandle { get; init; }

    /// <summary>OnBufferedDataChange: dtDataType as delivered. OnDataChange: what the value's variant type amounts to.</summary>
    public MxDataType? DataType { get; init; }

    public MxValue? Value { get; init; }

    /// <summary>OnDataChange: raw quality, an OPC DA number; classify on <c>quality &amp; 0xC0</c>.</summary>
    public int? Quality { get; init; }

    /// <summary>OnDataChange: the item's time stamp, converted; absent when it could not be.</summary>
    public DateTime? SourceTime { get; init; }

    /// <summary>The item's time stamp as delivered, when it was not a plain date or file time.</summary>
    public MxValue? RawTime
    {
        get => _rare?.RawTime;
        init => _rare = RareValues.OrNull((_rare ?? RareValues.None) with { RawTime = value });
    }

    /// <summary>OnBufferedDataChange: pwItemQuality as delivered, presumably an array parallel to the value.</summary>
    public MxValue? Qualities
    {
        get => _rare?.Qualities;
        init => _rare = RareValues.OrNull((_rare ?? RareValues.None) with { Qualities = value });
    }

    /// <summary>OnBufferedDataChange: pftItemTimeStamp as delivered, presumably an array parallel to the value.</summary>
    public MxValue? SourceTimes
    {
        get => _rare?.SourceTimes;
        init => _rare = RareValues.OrNull((_rare ?? RareValues.None) with { SourceTimes = value });
    }

    /// <summary>When the callback ran in the worker.</summary>
    public required DateTime WorkerTime { get; init; }

    /// <summary>
    /// The status array of the callback. Left out on the wire when it is exactly one plain success, which is by far the
    /// most frequent case.
    /// </summary>
    public IReadOnlyList<MxStatus> Statuses { get; init; } = OneGood;

    private sealed record RareValues(MxValue? RawTime, MxValue? Qualities, MxValue? SourceTimes)
    {
        public static readonly RareValues None = new(null, null, null);

        // Equal events have equal fields, so nothing at all is always null.
        public static RareValues? OrNull(RareValues values) => values == None ? null : values;
    }
}
