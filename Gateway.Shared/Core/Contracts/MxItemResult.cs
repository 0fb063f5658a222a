using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>The outcome of one element of a bulk command.</summary>
public sealed record MxItemResult
{
    public string? ItemDefinition { get; init; }

    public int? ItemHandle { get; init; }

    /// <summary>HRESULT of the call for this element; 0 is S_OK, negative is failure.</summary>
    public int Hresult { get; init; }

    /// <summary>
    /// What the HRESULT means, for people; absent on success. An element that was refused and not run has the text of a
    /// <c>GatewayException</c>, such as <c>[Forbidden] …</c>.
    /// </summary>
    public string? Diagnostic { get; init; }

    /// <summary>ReadBulk: the value of the first callback, or the last one of an item that is advised.</summary>
    public MxValue? Value { get; init; }

    /// <summary>ReadBulk: raw quality.</summary>
    public int? Quality { get; init; }

    /// <summary>ReadBulk: source time, UTC.</summary>
    public DateTime? SourceTime { get; init; }

    /// <summary>ReadBulk: the statuses of the callback.</summary>
    public IReadOnlyList<MxStatus>? Statuses { get; init; }

    /// <summary>ReadBulk: true when the value is the last one of an item that is advised; absent when it was read anew.</summary>
    public bool? Cached { get; init; }

    /// <summary>ReadBulk: when the worker received a cached value, UTC.</summary>
    public DateTime? WorkerTime { get; init; }
}
