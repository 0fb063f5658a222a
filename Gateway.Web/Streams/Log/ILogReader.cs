namespace Gateway.Web.Streams.Log;

/// <summary>
/// A reader of a numbered log. It is either live and fed through a bounded channel, or it is catching up and reads the kept part of the
/// log with its own cursor. Called under the lock of the log's owner.
/// </summary>
internal interface ILogReader<in TBatch>
    where TBatch : class, INumberedBatch
{
    /// <summary>Hands a batch to a live reader. False when the reader does not accept it, because its channel is full.</summary>
    bool TryEnqueue(TBatch batch);

    /// <summary>
    /// Called when the batch was not accepted: when the channel is empty, the reader continues from the kept part of the log.
    /// </summary>
    /// <returns>False for a reader that never accepts batches and only wants to be woken.</returns>
    bool FallBehind();

    /// <summary>Called when the reader has read everything: it is fed from now on.</summary>
    void TurnLive();
}
