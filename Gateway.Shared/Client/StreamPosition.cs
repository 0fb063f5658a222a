namespace Gateway.Client;

/// <summary>
/// The last event a reader has. Sequences can be compared only within one epoch: a new worker starts its numbering again, so its
/// event 7 is not the event 7 of the earlier worker.
/// </summary>
public readonly record struct StreamPosition(string Epoch, long Sequence)
{
    /// <summary>Of a stream of alarms: what the position was read with, see <see cref="Contracts.AlarmRequest.View"/>. Null elsewhere.</summary>
    public string? View { get; init; }
}
