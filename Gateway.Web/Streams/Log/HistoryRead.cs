namespace Gateway.Web.Streams.Log;

/// <summary>How a read of the history by cursor ended.</summary>
internal enum HistoryRead
{
    /// <summary>Batches were handed out; there are more.</summary>
    Behind,

    /// <summary>The head is reached: from the next publish on the subscription is fed by the pump.</summary>
    TurnedLive,

    /// <summary>History no longer holds what comes after the cursor.</summary>
    Lost,
}
