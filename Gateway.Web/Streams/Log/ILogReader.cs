namespace Gateway.Web.Streams.Log;

/// <summary>
/// A reader of a numbered log: live, fed through a bounded channel, or catching up, reading what is kept by its own cursor.
/// Called under the lock of the log's owner.
/// </summary>
internal interface ILogReader<in TBatch>
    where TBatch : class, INumberedBatch
{
    /// <summary>Hands a batch to a live reader. False when it does not take it: its channel is full.</summary>
    bool TryEnqueue(TBatch batch);

    /// <summary>The batch was not taken: from the channel's end on the reader helps itself from what is kept.</summary>
    /// <returns>False for a reader that never takes any, and only wants to be woken.</returns>
    bool FallBehind();

    /// <summary>The reader has all there is: from now on it is fed.</summary>
    void TurnLive();
}
