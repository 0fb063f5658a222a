using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>What a registration has of the references that were wanted, by their keys.</summary>
internal sealed class LiveSubscription
{
    public Dictionary<string, LiveHandle> Handles { get; } = new(LiveReference.Comparer);

    /// <summary>The results of references that were refused.</summary>
    public Dictionary<string, MxItemResult> Refused { get; } = new(LiveReference.Comparer);
}
