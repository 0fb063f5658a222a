using System.Globalization;
using Gateway.Errors;

namespace Gateway.Web.Hardening;

/// <summary>Refusals of HTTP requests: problem details (RFC 9457) with the code of <see cref="GatewayErrorCode"/>.</summary>
internal static class Problems
{
    /// <summary><c>{ title, status, code, retryAfterMs? }</c> as <c>application/problem+json</c>, never cached.</summary>
    public static IResult Of(int status, GatewayErrorCode code, string title, TimeSpan? retryAfter = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code.ToString() };
        if (retryAfter is { } wait)
        {
            extensions["retryAfterMs"] = MillisecondsOf(wait);
        }

        return Results.Problem(title: title, statusCode: status, extensions: extensions);
    }

    public static IResult TooManyRequests(HttpResponse response, TimeSpan retryAfter)
    {
        response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status429TooManyRequests, GatewayErrorCode.TooManyRequests, "Too many requests; try again later.", retryAfter);
    }

    private static long MillisecondsOf(TimeSpan wait) => (long)Math.Ceiling(Math.Max(0, wait.TotalMilliseconds));
}
