using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>The owner's answer: a result, a coded refusal, or neither of them when the edge has to know the owner's clock first.</summary>
internal sealed record ForwardedOutcome
{
    private const int MostCharacters = 2_000;

    /// <summary>The process of the owner, and its clock in milliseconds.</summary>
    public required string Run { get; init; }

    public required long Now { get; init; }

    /// <summary>The result of <c>Invoke</c>.</summary>
    public MxReply? Reply { get; init; }

    /// <summary>The result of <c>CloseSession</c>, <c>KillSession</c> and <c>SetSessionTag</c>.</summary>
    public SessionInfo? Session { get; init; }

    /// <summary>The result of <c>FindItems</c>.</summary>
    public ItemPage? Page { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int? RetryAfterMs { get; init; }

    /// <summary>Whether it only tells the owner's clock, and nothing was run.</summary>
    public bool TellsClock() => this is { Reply: null, Session: null, Page: null, Code: null };

    /// <summary>The refusal; null when there is none. Its text is the owner's, so it is bounded.</summary>
    public GatewayException? ToError()
    {
        if (Code is null)
        {
            return null;
        }

        var code = Enum.TryParse<GatewayErrorCode>(Code, out var known) && Enum.IsDefined(known) ? known : GatewayErrorCode.Internal;
        var message = Message ?? "The owner of the session refused the call.";
        return new GatewayException(code, message.Length > MostCharacters ? message[..MostCharacters] : message, RetryAfterMs);
    }
}
