namespace Gateway.Web.Sessions.ItemSets;

/// <param name="Sets">The sets of the caller's subject, by name.</param>
internal sealed record ItemSetList(IReadOnlyList<ItemSet> Sets);
