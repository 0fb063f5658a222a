namespace Gateway.Protocol;

/// <summary>Gateway to worker: a challenge of its own, and the proof over the worker's.</summary>
public sealed record ChallengeFrame
{
    public required int Version { get; init; }

    public required byte[] Challenge { get; init; }

    public required byte[] Proof { get; init; }
}
