namespace Gateway.Events;

/// <summary>Names one item of a session. A server handle of 0 matches the item handle under any server handle.</summary>
public sealed record ItemKey
{
    public int ServerHandle { get; init; }

    public required int ItemHandle { get; init; }
}
