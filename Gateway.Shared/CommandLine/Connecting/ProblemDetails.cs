using System.Text.Json;
using Gateway.Errors;
using Gateway.Serialization;

namespace Gateway.CommandLine.Connecting;

/// <summary>How the gateway refuses a request.</summary>
internal sealed record ProblemDetails
{
    public string? Code { get; init; }

    public string? Detail { get; init; }

    public int? RetryAfterMs { get; init; }

    /// <summary>Of a request for several things: what became of each.</summary>
    public JsonElement? Results { get; init; }

    /// <summary>The problem that an answer has; null when it has none, because something else than a gateway answered.</summary>
    public static ProblemDetails? Of(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<ProblemDetails>(body, GatewayJson.Options) is { Code: not null } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public GatewayException ToException() => new(
        Enum.TryParse<GatewayErrorCode>(Code, out var code) && Enum.IsDefined(code) ? code : GatewayErrorCode.Internal, Detail ?? $"The gateway refused it with {Code}.", RetryAfterMs);
}
