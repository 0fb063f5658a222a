using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Front.Api;

/// <summary>
/// The only door through which errors of requests leave: problem details with the code that the hub uses too. Unexpected errors
/// give a reference to the log and nothing else.
/// </summary>
internal static class ApiErrors
{
    public const string Prefix = "/api";

    private const string LogCategory = "Gateway.Web.Api";

    /// <summary>Around everything that may fail.</summary>
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
            // Nobody waits for an answer.
        }
        catch (Exception error) when (!context.Response.HasStarted && StoreTrouble.From(error) is { } trouble)
        {
            await ApiProblem.WriteAsync(context, trouble);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory).Unexpected(context.Request.Method, reference, error);
            await ApiProblem.WriteAsync(context, new GatewayException(
                GatewayErrorCode.Internal, $"An unexpected error occurred. The gateway's log has it under reference {reference}."));
        }
    }

    // What the framework refuses by itself below /api, such as an unknown path or method, has no body.
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
        ? new(GatewayErrorCode.InvalidArgument, $"The body is not of the documented shape: {FaultOf(json)}")
        : RefusalOf(error.StatusCode);

    /// <summary>What is wrong with a body, by the place of it and never by its content.</summary>
    public static string FaultOf(JsonException error) => error.Path is { Length: > 1 } path
        ? $"the member at {MemberName.Printable(path)} is unknown or of another type."
        : "it is no JSON object of the documented members.";

    private static GatewayException RefusalOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(GatewayErrorCode.NotFound, "There is nothing at this path; /openapi/v1.json describes what there is."),
        StatusCodes.Status405MethodNotAllowed => new(GatewayErrorCode.InvalidArgument, "The path does not take this method; the Allow header names those it takes."),
        StatusCodes.Status413PayloadTooLarge => new(GatewayErrorCode.InvalidArgument, "The body is longer than this path takes."),
        StatusCodes.Status415UnsupportedMediaType => new(GatewayErrorCode.InvalidArgument, "The body must be application/json."),
        < StatusCodes.Status500InternalServerError => new(GatewayErrorCode.InvalidArgument, "The request is not of the documented shape."),
        _ => new(GatewayErrorCode.Internal, "The request could not be served."),
    };

    private static void Record(HttpContext context, GatewayException error)
    {
        if (!AuditedRefusals.Has(error.Code))
        {
            return;
        }

        var caller = context.User.ToCaller();
        // The route's pattern and not the path, which anybody writes as he likes.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Prefix;
        context.RequestServices.GetRequiredService<IAudit>().Record(new AuditEntry
        {
            Action = AuditActions.OfRequest(context.Request.Method, route),
            Subject = caller?.Subject,
            TokenId = caller?.TokenId,
            RemoteAddress = context.RemoteAddress(),
            Result = error.Code.ToString(),
        });
    }
}
