using Gateway.Errors;

namespace Gateway.Web.Streams.Events;

/// <summary>The errors that end a stream whose reader is too slow.</summary>
internal static class SlowConsumerError
{
    private const int RetryAfterMs = 1_000;

    /// <summary>The history no longer holds the events that the reader needs next.</summary>
    public static GatewayException HistoryLost(long cursor) => Of(
        $"the history no longer holds the events after sequence {cursor}. Resume from there to learn what is missing, read faster, or ask for fewer events.");

    /// <summary>The channel is full, and the policy is to end the stream at once.</summary>
    public static GatewayException ChannelFull(int bufferEvents) => Of(
        $"its buffer of {bufferEvents} events was full. Resume from the position of the last item, read faster, ask for fewer events or a larger bufferEvents.");

    private static GatewayException Of(string why) => new(GatewayErrorCode.SlowConsumer, $"The stream was read too slowly: {why}", RetryAfterMs);
}
