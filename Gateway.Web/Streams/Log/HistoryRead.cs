namespace Gateway.Web.Streams.Log;

/// <summary>The result of a read of the history by cursor.</summary>
internal enum HistoryRead
{
    /// <summary>Batches were read, and there are more.</summary>
    Behind,

    /// <summary>The head was reached: from the next publish on, the pump feeds the subscription.</summary>
    TurnedLive,

    /// <summary>The events after the cursor were evicted.</summary>
    Lost,
}
