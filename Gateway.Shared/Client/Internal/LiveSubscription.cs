namespace Gateway.Client.Internal;

/// <summary>What became of the references that were wanted, by their keys.</summary>
internal sealed class LiveSubscription
{
    public Dictionary<string, LiveHandle> Handles { get; } = new(LiveReference.Comparer);

    /// <summary>Why a reference was refused.</summary>
    public Dictionary<string, string> Refused { get; } = new(LiveReference.Comparer);
}
