using Gateway.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Api;

/// <summary>A coded error as problem details: <c>{ title, status, detail, code, retryAfterMs? }</c>.</summary>
internal static class ApiProblem
{
    public static Task WriteAsync(HttpContext context, GatewayException error, int? status = null)
    {
        var problem = new ProblemDetails
        {
            Status = status ?? StatusOf(error.Code),
            Title = error.Code.ToString(),
            Detail = error.Message,
            Extensions = { ["code"] = error.Code.ToString() },
        };
        if (error.RetryAfterMs is { } retryAfterMs)
        {
            problem.Extensions["retryAfterMs"] = retryAfterMs;
        }

        context.Response.StatusCode = problem.Status.Value;
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }

    private static int StatusOf(GatewayErrorCode code) => code switch
    {
        GatewayErrorCode.InvalidArgument or GatewayErrorCode.Unsupported => StatusCodes.Status400BadRequest,
        GatewayErrorCode.Unauthenticated or GatewayErrorCode.TokenExpired or GatewayErrorCode.TokenRevoked => StatusCodes.Status401Unauthorized,
        GatewayErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        GatewayErrorCode.SessionNotFound or GatewayErrorCode.NotFound => StatusCodes.Status404NotFound,
        GatewayErrorCode.SessionClosed or GatewayErrorCode.SessionFaulted => StatusCodes.Status409Conflict,
        _ => GatewayErrorCodes.DutyOf(code) == ErrorDuty.RetryWithResume ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
    };
}
