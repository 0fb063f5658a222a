using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Front.Api;

/// <summary>
/// The only place where errors of HTTP requests become answers: problem details with the code that the hub uses too. The answer to an
/// unexpected error contains only a reference to the log.
/// </summary>
internal static class ApiErrors
{
    public const string Prefix = "/api";

    /// <summary>The caller chooses the id freely, so a longer one is not recorded.</summary>
    private const int LongestSessionId = 64;

    private const string LogCategory = "Gateway.Web.Api";

    /// <summary>Must come before every middleware that may fail.</summary>
    public static IApplicationBuilder UseApiErrors(this IApplicationBuilder app) => app.Use(GuardAsync);

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            await CodeEmptyAnswerAsync(context);
        }
        catch (GatewayException error) when (!context.Response.HasStarted)
        {
            Record(context, error);
            await ApiProblem.WriteAsync(context, error);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await ApiProblem.WriteAsync(context, RefusalOf(error), error.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, so nobody waits for an answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await ApiProblem.WriteAsync(context, Translate(context, error));
        }
    }

    /// <summary>An error as a client may see it: an expected one as it is, of any other only a reference to the log.</summary>
    public static GatewayException Translate(HttpContext context, Exception error)
    {
        if ((error as GatewayException ?? StoreTrouble.From(error)) is { } expected)
        {
            return expected;
        }

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory).Unexpected(context.Request.Method, reference, error);
        return new GatewayException(GatewayErrorCode.Internal, $"An unexpected error occurred. The gateway's log has it under reference {reference}.");
    }

    // What the framework itself refuses below /api, such as an unknown path or method, has no body.
    private static Task CodeEmptyAnswerAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < StatusCodes.Status400BadRequest || response.ContentLength is not null || response.ContentType is not null
            || !context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.CompletedTask;
        }

        return ApiProblem.WriteAsync(context, RefusalOf(response.StatusCode), response.StatusCode);
    }

    private static GatewayException RefusalOf(BadHttpRequestException error) => error.InnerException is JsonException json
        ? new(GatewayErrorCode.InvalidArgument, $"The body does not have the documented form: {FaultOf(json)}")
        : RefusalOf(error.StatusCode);

    /// <summary>Describes the fault of a body by its place, and never by its content.</summary>
    public static string FaultOf(JsonException error) => error.Path is { Length: > 1 } path
        ? $"the member at {MemberName.Printable(path)} is unknown or has another type."
        : "it is not a JSON object with the documented members.";

    private static GatewayException RefusalOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(GatewayErrorCode.NotFound, "There is no endpoint at this path; /openapi/v1.json describes the endpoints."),
        StatusCodes.Status405MethodNotAllowed => new(GatewayErrorCode.InvalidArgument, "The path does not support this method; the Allow header lists the supported methods."),
        StatusCodes.Status413PayloadTooLarge => new(GatewayErrorCode.InvalidArgument, "The body is larger than this endpoint accepts."),
        StatusCodes.Status415UnsupportedMediaType => new(GatewayErrorCode.InvalidArgument, "The body must be application/json."),
        < StatusCodes.Status500InternalServerError => new(GatewayErrorCode.InvalidArgument, "The request does not have the documented form; /openapi/v1.json describes it."),
        _ => new(GatewayErrorCode.Internal, "The request could not be served."),
    };

    private static string? SessionIdOf(HttpContext context) =>
        context.GetRouteValue("sessionId") is string { Length: > 0 and <= LongestSessionId } id ? id : null;

    private static void Record(HttpContext context, GatewayException error)
    {
        if (!AuditedRefusals.Has(error.Code))
        {
            return;
        }

        var caller = context.User.ToCaller();
        // The route's pattern is recorded and not the path, because the caller chooses the path freely.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Prefix;
        context.RequestServices.GetRequiredService<IAudit>().Record(new AuditEntry
        {
            Action = AuditActions.OfRequest(context.Request.Method, route),
            Subject = caller?.Subject,
            TokenId = caller?.TokenId,
            SessionId = SessionIdOf(context),
            RemoteAddress = context.RemoteAddress(),
            Result = error.Code.ToString(),
        });
    }
}
