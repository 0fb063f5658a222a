using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Contracts;

namespace Gateway.Web.Streams.Feed;

/// <summary>Changes that are not in the feed.</summary>
/// <param name="Reason">One of <see cref="FeedHoleReasons"/>.</param>
/// <param name="First">Not before this time; null when that is not known.</param>
/// <param name="Last">Not after this time.</param>
/// <param name="Dropped">How many; null when that is not known.</param>
internal sealed record FeedHole(string Reason, DateTimeOffset? First, DateTimeOffset Last, long? Dropped)
{
    /// <summary>Of which kinds; empty when that is not known.</summary>
    public ImmutableSortedSet<FeedKind> Kinds { get; init; } = [];

    /// <summary>One more is missing.</summary>
    public FeedHole With(FeedKind kind, DateTimeOffset at) => this with { Last = at, Dropped = Dropped + 1, Kinds = Kinds.Add(kind) };

    public FeedEntry ToEntry()
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = Reason, ["last"] = TextOf(Last) };
        if (First is { } first)
        {
            data["first"] = TextOf(first);
        }

        if (Dropped is { } dropped)
        {
            data["dropped"] = dropped.ToString(CultureInfo.InvariantCulture);
        }

        if (!Kinds.IsEmpty)
        {
            data["kinds"] = string.Join(',', Kinds.Select(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())));
        }

        return new FeedEntry { Kind = FeedKind.FeedHole, Detail = FeedHoleReasons.DetailOf(Reason), Data = data };
    }

    private static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
