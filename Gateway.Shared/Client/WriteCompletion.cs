using Gateway.Values;

namespace Gateway.Client;

/// <summary>How a write ended.</summary>
public sealed record WriteCompletion
{
    /// <summary>False when the platform refused the write.</summary>
    public required bool Succeeded { get; init; }

    public required IReadOnlyList<MxStatus> Statuses { get; init; }

    /// <summary>The outcome in plain words.</summary>
    public required string Message { get; init; }

    /// <summary>When the worker received the completion, UTC.</summary>
    public required DateTime WorkerTime { get; init; }
}
