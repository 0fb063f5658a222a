using System.Globalization;

namespace Gateway.Errors;

/// <summary>An expected failure with a code. Its message is for the caller: it names the remedy and contains no secrets and no internals.</summary>
public sealed class GatewayException : Exception
{
    private const string RetryMarker = " (retryAfterMs=";

    public GatewayException(GatewayErrorCode code, string message, int? retryAfterMs = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        RetryAfterMs = retryAfterMs;
    }

    public GatewayErrorCode Code { get; }

    /// <summary>Hint how long to wait before trying again, milliseconds.</summary>
    public int? RetryAfterMs { get; }

    public ErrorDuty Duty => ErrorCodeDuty.DutyOf(Code);

    /// <summary>The text that crosses the hub: <c>[Code] message (retryAfterMs=n)</c>.</summary>
    public string ToWireMessage() =>
        RetryAfterMs is { } retry
            ? FormattableString.Invariant($"[{Code}] {Message}{RetryMarker}{retry})")
            : $"[{Code}] {Message}";

    /// <summary>Reads a wire message back. Text around it (SignalR adds some) is allowed; null when there is no known code.</summary>
    public static GatewayException? FromWireMessage(string text, Exception? inner = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var open = text.IndexOf('[', StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(']', open);
        if (close < 0 || !Enum.TryParse<GatewayErrorCode>(text.AsSpan(open + 1, close - open - 1), out var code) || !Enum.IsDefined(code))
        {
            return null;
        }

        var message = text[(close + 1)..].Trim();
        var marker = message.LastIndexOf(RetryMarker, StringComparison.Ordinal);
        if (marker < 0 || !message.EndsWith(')')
            || !int.TryParse(message.AsSpan(marker + RetryMarker.Length, message.Length - marker - RetryMarker.Length - 1),
                NumberStyles.None, CultureInfo.InvariantCulture, out var retry))
        {
            return new GatewayException(code, message, null, inner);
        }

        return new GatewayException(code, message[..marker], retry, inner);
    }
}
