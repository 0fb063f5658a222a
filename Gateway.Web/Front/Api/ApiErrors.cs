using System.Security.Cryptography;
using Gateway.Errors;
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
        }
        catch (GatewayException error) when (!context.Response.HasStarted)
        {
            Record(context, error);
            await ApiProblem.WriteAsync(context, error);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await ApiProblem.WriteAsync(
                context, new GatewayException(GatewayErrorCode.InvalidArgument, "The request is not of the documented shape."), error.StatusCode);
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
