namespace Gateway.Architecture.Tests;

/// <summary>One room uses another, in a file.</summary>
internal sealed record RoomEdge(string From, string To, string File)
{
    public override string ToString() => $"{File}: {From} uses {To}";
}
