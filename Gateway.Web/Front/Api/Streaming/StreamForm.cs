using System.Buffers;
using System.Text;
using Gateway.Errors;
using Microsoft.Net.Http.Headers;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// How a stream looks in a response. Both forms carry the same objects: one on each line, or one in the data of each server-sent event,
/// whose id is the position.
/// </summary>
/// <remarks>
/// The formatter of System.Net.ServerSentEvents waits for the reader too, but it writes no comments, which keep connections alive, and it
/// copies and searches the data of each event once more.
/// </remarks>
internal sealed class StreamForm
{
    public const string LinesType = "application/x-ndjson";
    public const string EventsType = "text/event-stream";

    /// <summary>One object on each line.</summary>
    public static readonly StreamForm Lines = new("ndjson", LinesType);

    /// <summary>Server-sent events, as browsers read them.</summary>
    public static readonly StreamForm Events = new("sse", EventsType);

    private StreamForm(string name, string contentType) => (Name, ContentType) = (name, contentType);

    public string Name { get; }

    public string ContentType { get; }

    /// <summary>Whether something can be written that is no item.</summary>
    public bool HasHeartbeats => this == Events;

    /// <summary>The form that a request prefers; lines when it does not care.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>: it accepts none.</exception>
    public static StreamForm Of(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return Lines;
        }

        return accepted.OrderByDescending(type => type.Quality ?? 1).Where(type => type.Quality != 0).Select(Of).FirstOrDefault(form => form is not null)
            ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The stream can be had as {LinesType} or {EventsType}; accept one of them.");
    }

    private static StreamForm? Of(MediaTypeHeaderValue accepted) =>
        accepted.MatchesMediaType(LinesType) ? Lines : accepted.MatchesMediaType(EventsType) ? Events : null;

    /// <summary>Begins an object, whose members follow.</summary>
    public void Begin(IBufferWriter<byte> output, string? position)
    {
        if (this == Events)
        {
            if (position is not null)
            {
                output.Write("id: "u8);
                Encoding.UTF8.GetBytes(position, output);
                output.Write("\n"u8);
            }

            output.Write("data: "u8);
        }

        output.Write("{"u8);
        if (position is not null)
        {
            output.Write("\"position\":\""u8);
            Encoding.UTF8.GetBytes(position, output);
            output.Write("\","u8);
        }
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public void End(IBufferWriter<byte> output) => output.Write(this == Events ? "\n\n"u8 : "\n"u8);

    /// <summary>Tells a browser how long to wait before it connects again.</summary>
    public void WriteRetry(IBufferWriter<byte> output, int milliseconds)
    {
        if (this == Events)
        {
            Encoding.UTF8.GetBytes(FormattableString.Invariant($"retry: {milliseconds}\n"), output);
        }
    }

    public static void WriteHeartbeat(IBufferWriter<byte> output) => output.Write(":\n\n"u8);
}
