namespace Gateway.CommandLine.Probing;

/// <summary>A check that does not apply here. The message says why.</summary>
internal sealed class ProbeSkip(string reason) : Exception(reason);
