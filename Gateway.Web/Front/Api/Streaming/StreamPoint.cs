using System.Globalization;
using Gateway.Errors;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// A position as text: <c>epoch:sequence</c>, or a sequence of the current epoch. A position in the log of alarms may have the view behind it
/// with which the alarms were read.
/// </summary>
internal readonly record struct StreamPoint(string? Epoch, long Sequence, string? View = null)
{
    private const string LastEventId = "Last-Event-ID";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}:{Sequence}{(View is null ? "" : ":")}{View}");

    /// <summary>
    /// The position that a request continues from: that of the header <c>Last-Event-ID</c>, which a browser sends when it connects again
    /// to the same address, otherwise that of the address.
    /// </summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public static StreamPoint? Of(HttpRequest request, string? after) =>
        request.Headers[LastEventId].FirstOrDefault() is { Length: > 0 } last ? Parse(last, LastEventId) : after is null ? null : Parse(after, "after");

    /// <exception cref="GatewayException"><c>InvalidArgument</c>: it is a position in another log.</exception>
    public StreamPoint WithoutView() => View is null
        ? this
        : throw new GatewayException(GatewayErrorCode.InvalidArgument, "The position is one of the log of alarms; give one of the session's events, epoch:sequence.");

    private static StreamPoint Parse(string text, string name) => text.Split(':') switch
    {
        [var sequence] when TryRead(sequence, out var number) => new StreamPoint(null, number),
        [{ Length: > 0 } epoch, var sequence] when TryRead(sequence, out var number) => new StreamPoint(epoch, number),
        [{ Length: > 0 } epoch, var sequence, { Length: > 0 } view] when TryRead(sequence, out var number) => new StreamPoint(epoch, number, view),
        _ => throw new GatewayException(
            GatewayErrorCode.InvalidArgument, $"{name} must be a position as the stream gave it, such as epoch:sequence, or a sequence of the current epoch."),
    };

    private static bool TryRead(string text, out long sequence) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
}
