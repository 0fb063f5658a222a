using System.Globalization;
using Gateway.Errors;

namespace Gateway.Web.Front.Api;

/// <summary>
/// A coded error as problem details (RFC 9457): <c>{ title, status, detail, code, retryAfterMs? }</c> as
/// <c>application/problem+json</c>. Title and code are the name of the <see cref="GatewayErrorCode"/>.
/// </summary>
internal static class ApiProblem
{
    public static Task WriteAsync(HttpContext context, GatewayException error, int? status = null) =>
        Of(error, status).ExecuteAsync(context);

    /// <param name="error">The code and the message.</param>
    /// <param name="status">The HTTP status; null for the usual status of the code.</param>
    public static IResult Of(GatewayException error, int? status = null) => Of(error, status, ExtensionsOf(error));

    /// <summary>A problem with a further member.</summary>
    public static IResult Of(GatewayException error, string member, object value)
    {
        var extensions = ExtensionsOf(error);
        extensions[member] = value;
        return Of(error, null, extensions);
    }

    private static IResult Of(GatewayException error, int? status, Dictionary<string, object?> extensions) => Results.Problem(
        detail: error.Message, title: error.Code.ToString(), statusCode: status ?? StatusOf(error.Code), extensions: extensions);

    private static Dictionary<string, object?> ExtensionsOf(GatewayException error)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = error.Code.ToString() };
        if (error.RetryAfterMs is { } retryAfterMs)
        {
            extensions["retryAfterMs"] = retryAfterMs;
        }

        return extensions;
    }

    public static IResult Of(int status, GatewayErrorCode code, string message) => Of(new GatewayException(code, message), status);

    public static IResult TooManyRequests(HttpResponse response, TimeSpan retryAfter)
    {
        response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var milliseconds = (int)Math.Ceiling(Math.Clamp(retryAfter.TotalMilliseconds, 0, int.MaxValue));
        return Of(new GatewayException(GatewayErrorCode.TooManyRequests, "Too many requests; try again later.", milliseconds));
    }

    private static int StatusOf(GatewayErrorCode code) => code switch
    {
        GatewayErrorCode.InvalidArgument or GatewayErrorCode.Unsupported => StatusCodes.Status400BadRequest,
        GatewayErrorCode.Unauthenticated or GatewayErrorCode.TokenExpired or GatewayErrorCode.TokenRevoked => StatusCodes.Status401Unauthorized,
        GatewayErrorCode.TooManyRequests => StatusCodes.Status429TooManyRequests,
        GatewayErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        GatewayErrorCode.SessionNotFound or GatewayErrorCode.NotFound => StatusCodes.Status404NotFound,
        GatewayErrorCode.SessionClosed or GatewayErrorCode.SessionFaulted => StatusCodes.Status409Conflict,
        _ => ErrorCodeDuty.DutyOf(code) switch
        {
            ErrorDuty.RetryWithResume => StatusCodes.Status503ServiceUnavailable,
            ErrorDuty.OutcomeUnknown => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status500InternalServerError,
        },
    };
}
