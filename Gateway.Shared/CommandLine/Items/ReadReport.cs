namespace Gateway.CommandLine.Items;

/// <summary>The items that were read, in the order in which they were asked for.</summary>
internal sealed record ReadReport
{
    public IReadOnlyList<ReadValue> Values { get; init; } = [];
}
