namespace Gateway.Architecture.Tests;

/// <summary>A use of one room by another, and the file that contains it.</summary>
internal sealed record RoomEdge(string From, string To, string File)
{
    public override string ToString() => $"{File}: {From} uses {To}";
}
