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

    /// <summary>The status with which the platform refused the write, raw.</summary>
    public MxStatus? Status { get; init; }

    /// <summary>The HRESULT with which the platform refused the write or the log-in of its user, raw; it is negative.</summary>
    public int? Hresult { get; init; }
}
