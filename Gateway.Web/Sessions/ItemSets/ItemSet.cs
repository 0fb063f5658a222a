namespace Gateway.Web.Sessions.ItemSets;

/// <param name="Name">The name, unique among the sets of a subject.</param>
/// <param name="Items">The item references, in the order in which they were given.</param>
/// <param name="ChangedAt">When it was saved last, UTC.</param>
internal sealed record ItemSet(string Name, IReadOnlyList<string> Items, DateTime ChangedAt);
