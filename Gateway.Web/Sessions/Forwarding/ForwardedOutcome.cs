using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>The owner's answer: a reply, a coded refusal, or neither of them when the edge has to know the owner's clock first.</summary>
internal sealed record ForwardedOutcome
{
    private const int MostCharacters = 2_000;

    /// <summary>The process of the owner, and its clock in milliseconds.</summary>
    public required string Run { get; init; }

    public required long Now { get; init; }

    public MxReply? Reply { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int? RetryAfterMs { get; init; }

    /// <summary>The refusal; null when there is none. Its text is the owner's, so it is bounded.</summary>
    public GatewayException? ToError()
    {
        if (Code is null)
        {
            return null;
        }

        var code = Enum.TryParse<GatewayErrorCode>(Code, out var known) && Enum.IsDefined(known) ? known : GatewayErrorCode.Internal;
        var message = Message ?? "The owner of the session refused the command.";
        return new GatewayException(code, message.Length > MostCharacters ? message[..MostCharacters] : message, RetryAfterMs);
    }
}
