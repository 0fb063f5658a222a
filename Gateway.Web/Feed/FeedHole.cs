using System.Globalization;
using Gateway.Contracts;

namespace Gateway.Web.Feed;

/// <summary>Changes that are not in the feed.</summary>
/// <param name="Reason">One of <see cref="FeedHoleReasons"/>.</param>
/// <param name="First">Not before this time; null when that is not known.</param>
/// <param name="Last">Not after this time.</param>
/// <param name="Dropped">How many; null when that is not known.</param>
internal sealed record FeedHole(string Reason, DateTimeOffset? First, DateTimeOffset Last, long? Dropped)
{
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

        return new FeedEntry { Kind = FeedKind.FeedHole, Detail = FeedHoleReasons.DetailOf(Reason), Data = data };
    }

    private static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
