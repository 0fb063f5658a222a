namespace Gateway.CommandLine.Probing;

/// <summary>All checks of a gateway.</summary>
/// <param name="Url">The gateway.</param>
/// <param name="Ok">Whether none of them failed.</param>
/// <param name="Steps">The checks, in their order.</param>
internal sealed record ProbeReport(string Url, bool Ok, IReadOnlyList<ProbeStep> Steps);
