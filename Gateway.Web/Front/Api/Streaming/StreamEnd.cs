using Gateway.Errors;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// The last object of a stream that the gateway ends; a stream without it was cut. Without a code the session was closed.
/// </summary>
internal sealed record StreamEnd(string Kind, string? Code, string? Message, int? RetryAfterMs)
{
    public const string KindName = "end";

    public static StreamEnd Of(GatewayException? error) => new(KindName, error?.Code.ToString(), error?.Message, error?.RetryAfterMs);
}
