using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What became of an acknowledgement or of shelving, decided by what was seen afterwards and not by whether it could be written.</summary>
public sealed record AlarmCommandResult
{
    public required string Reference { get; init; }

    public required AlarmOutcome Outcome { get; init; }

    /// <summary>The transition in which it was seen.</summary>
    public long? Sequence { get; init; }

    /// <summary>The error code of a refusal.</summary>
    public string? Code { get; init; }

    /// <summary>Why, and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>What the platform answered to the write, raw.</summary>
    public MxStatus? Status { get; init; }
}
