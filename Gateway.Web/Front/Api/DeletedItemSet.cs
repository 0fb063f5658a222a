namespace Gateway.Web.Front.Api;

/// <param name="Name">The name of the set that is gone.</param>
internal sealed record DeletedItemSet(string Name);
