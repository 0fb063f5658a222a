using Gateway.Web.Access.Live;

namespace Gateway.Web.Front.Api;

/// <summary>
/// Makes the caller of a request one of those whose rights are watched. So a request to a session is treated as a connection of the hub:
/// expiry and revocation of its token, and another tag of the session, end what it runs.
/// </summary>
internal sealed class RequestAdmission(CallerRegistry callers, TimeProvider time)
{
    /// <summary>Largest number of streams of one request: what it reads, and nothing else.</summary>
    private const int MostStreams = 1;

    /// <param name="context">The request.</param>
    /// <param name="protocol">The form of what it reads, for people who look at readers.</param>
    /// <exception cref="Errors.GatewayException"><c>Unauthenticated</c>.</exception>
    public RequestCaller Begin(HttpContext context, string protocol = "json")
    {
        var origin = new ConnectionOrigin
        {
            // The identifier of a request is used again after it.
            ConnectionId = $"http-{Guid.NewGuid():N}",
            RemoteAddress = context.RemoteAddress(),
            UserAgent = UserAgent.Of(context.Request.Headers.UserAgent.FirstOrDefault()),
            Transport = "http",
            Protocol = protocol,
        };
        var live = new LiveCaller(origin, context.DemandCaller(), new ConnectionQuota(MostStreams, MostStreams, time), context.Abort);
        callers.Add(live);
        return new RequestCaller(live, callers);
    }
}
