using Gateway.Errors;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>The last entry of a page: the next page begins after it.</summary>
/// <param name="Rank">Of two ranks, the lower one comes first.</param>
/// <param name="Name">The name of the entry.</param>
internal readonly record struct PageMark(int Rank, string Name) : IComparable<PageMark>
{
    public const int MaxLength = 1_024;

    /// <exception cref="GatewayException"><c>InvalidArgument</c>: it is none that a page had.</exception>
    public static PageMark? Parse(string? text) => text switch
    {
        null => null,
        ['0' or '1', ':', .. var name] when text.Length <= MaxLength => new PageMark(text[0] - '0', name),
        _ => throw new GatewayException(GatewayErrorCode.InvalidArgument, "The items cannot be found: after must be the next of a page."),
    };

    public int CompareTo(PageMark other) =>
        Rank != other.Rank ? Rank.CompareTo(other.Rank) : string.Compare(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Rank}:{Name}";
}
