namespace Gateway.Contracts;

/// <summary>One item of a session: what its handle stands for.</summary>
public sealed record ItemInfo
{
    public required int ServerHandle { get; init; }

    public required int ItemHandle { get; init; }

    /// <summary>The item reference as it was given to AddItem.</summary>
    public required string ItemDefinition { get; init; }

    public string? ItemContext { get; init; }

    public AdviseKind Advised { get; init; }

    public bool Buffered { get; init; }

    public bool Suspended { get; init; }

    /// <summary>
    /// The worker's latest sequence when the handle was given out: events of this handle with a higher sequence belong to
    /// this item. This tells which item a reused handle means.
    /// </summary>
    public long AddedAfter { get; init; }
}
