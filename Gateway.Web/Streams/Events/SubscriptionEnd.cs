using System.Text.Json;
using Gateway.Errors;

namespace Gateway.Web.Streams.Events;

/// <summary>Why a subscription ended.</summary>
internal readonly record struct SubscriptionEnd
{
    private SubscriptionEnd(string reason, GatewayErrorCode? code = null) => (Reason, Code) = (reason, code);

    /// <summary>The reader left: its client ended the stream, or its connection ended.</summary>
    public static SubscriptionEnd Left { get; } = new("left");

    /// <summary>The session ended normally, or the reader no longer takes part in its events.</summary>
    public static SubscriptionEnd Completed { get; } = new("completed");

    /// <summary><c>left</c>, <c>completed</c>, or the code of an error, such as <c>SlowConsumer</c>.</summary>
    public string Reason { get; }

    /// <summary>The code of the error; null when the subscription ended without one.</summary>
    public GatewayErrorCode? Code { get; }

    /// <summary>The reason as a label of a metric: one of a fixed set.</summary>
    public string Label => JsonNamingPolicy.SnakeCaseLower.ConvertName(Reason);

    public static SubscriptionEnd Of(GatewayErrorCode code) => new(code.ToString(), code);
}
