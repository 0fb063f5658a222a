using Gateway.Values;

namespace Gateway.Events;

/// <summary>What an OnBufferedDataChange callback delivered: value, qualities and times as they came, presumably parallel arrays.</summary>
public readonly record struct BufferedDataChange(
    int ServerHandle,
    int ItemHandle,
    MxDataType DataType,
    MxValue Value,
    MxValue Qualities,
    MxValue SourceTimes,
    IReadOnlyList<MxStatus>? Statuses = null);
