using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Front.Api.Streaming;

internal static class StreamingEndpoints
{
    /// <summary>The endpoint answers with a stream, and a browser's EventSource can read it.</summary>
    public static RouteHandlerBuilder Streams(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(new QueryTokenAllowed())
        .Produces<string>(StatusCodes.Status200OK, StreamForm.LinesType, StreamForm.EventsType);
}
