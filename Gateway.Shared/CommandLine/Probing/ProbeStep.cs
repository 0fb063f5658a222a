using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Probing;

/// <summary>What one check found.</summary>
internal sealed record ProbeStep
{
    public const string Passed = "ok";
    public const string Failed = "failed";
    public const string Skipped = "skipped";

    public required string Name { get; init; }

    /// <summary><c>ok</c>, <c>failed</c> or <c>skipped</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What was seen.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do; null when nothing is wrong.</summary>
    public string? Remedy { get; init; }

    /// <summary>How long the check took.</summary>
    public double Milliseconds { get; init; }

    public string Line() => Results.Columns($"{Outcome,-7}", $"{Name,-10}", $"{Milliseconds,7:0.0} ms", Detail);
}
