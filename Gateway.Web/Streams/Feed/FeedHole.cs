using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Feed;

/// <summary>Describes changes that are missing from the feed.</summary>
/// <param name="Reason">One of <see cref="FeedHoleReasons"/>.</param>
/// <param name="First">Earliest time of a missing change; null when it is unknown.</param>
/// <param name="Last">Latest time of a missing change.</param>
/// <param name="Dropped">Number of missing changes; null when it is unknown.</param>
internal sealed record FeedHole(string Reason, DateTimeOffset? First, DateTimeOffset Last, long? Dropped)
{
    /// <summary>Kinds of the missing changes; empty when they are unknown.</summary>
    public ImmutableSortedSet<FeedKind> Kinds { get; init; } = [];

    /// <summary>The changes that the journal has lost.</summary>
    public static FeedHole Of(JournalLoss loss) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(loss.Reason.ToString()), loss.First, loss.Last, loss.Dropped);

    /// <summary>Adds one missing change.</summary>
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
