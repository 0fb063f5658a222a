using Gateway.Contracts;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>Chooses one page from everything that was found.</summary>
internal sealed class Pager(SearchText text, FindItemsRequest request)
{
    private const int DefaultLimit = 100;

    private readonly int _limit = request.Limit ?? DefaultLimit;
    private readonly PageMark? _after = PageMark.Parse(request.After);

    /// <summary>The page of what was found.</summary>
    /// <typeparam name="T">What was found.</typeparam>
    /// <param name="found">Everything that was found, in the order of the names.</param>
    /// <param name="nameOf">The name of an entry.</param>
    /// <returns>The entries, where the next page begins, and the number of all.</returns>
    public (IReadOnlyList<T> Entries, string? Next, int Total) Choose<T>(IEnumerable<T> found, Func<T, string> nameOf)
    {
        List<T>[] ranks = [[], []];
        var total = 0;
        foreach (var entry in found)
        {
            total++;
            var mark = MarkOf(nameOf(entry));
            // One more than the page has tells whether there is another page.
            if ((_after is not { } after || mark.CompareTo(after) > 0) && ranks[mark.Rank].Count <= _limit)
            {
                ranks[mark.Rank].Add(entry);
            }
        }

        T[] rest = [.. ranks[0], .. ranks[1]];
        return rest.Length <= _limit ? (rest, null, total) : (rest[.._limit], MarkOf(nameOf(rest[_limit - 1])).ToString(), total);
    }

    private PageMark MarkOf(string name) => new(text.RankOf(name), name);
}
