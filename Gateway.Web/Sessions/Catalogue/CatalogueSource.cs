namespace Gateway.Web.Sessions.Catalogue;

/// <summary>From what the items of one backend are known.</summary>
/// <param name="Backend">The name of the backend.</param>
/// <param name="IsSimulator">Whether it tells its objects by itself.</param>
/// <param name="Objects">The configured objects.</param>
/// <param name="DumpPath">The galaxy dump; null for none.</param>
internal sealed record CatalogueSource(string Backend, bool IsSimulator, IReadOnlyList<string> Objects, string? DumpPath);
