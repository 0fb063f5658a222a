using Gateway.Values;

namespace Gateway.Events;

/// <summary>What an OnDataChange callback delivered. Statuses null means exactly one plain success.</summary>
public readonly record struct DataChange(
    int ServerHandle,
    int ItemHandle,
    MxValue Value,
    int Quality,
    DateTime? SourceTime,
    IReadOnlyList<MxStatus>? Statuses = null,
    MxValue? RawTime = null);
