using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Gateway.Web.Front.Api;

/// <summary>
/// Answers requests that authentication or authorization refuses: records them, and gives the same answer whatever the reason.
/// </summary>
internal static class BearerRefusals
{
    /// <summary>Requires the bearer scheme, which <c>AddAccess</c> registers.</summary>
    public static void Attach(JwtBearerOptions options)
    {
        options.Events.OnChallenge = Challenge;
        options.Events.OnForbidden = Forbidden;
    }

    private static async Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is KeysUnknownException && !context.Response.HasStarted)
        {
            // Not a refusal of the token. It is answered on every path, because the hub's clients try again only after such a status.
            var unknown = KeysUnknownException.ForCallers();
            context.HandleResponse();
            context.Response.Headers.RetryAfter = $"{unknown.RetryAfterMs / 1000}";
            await ApiProblem.WriteAsync(context.HttpContext, unknown);
            return;
        }

        Record(context.HttpContext, context.AuthenticateFailure is null ? "no token" : context.AuthenticateFailure.Message);
        if (IsApi(context.HttpContext))
        {
            context.HandleResponse();
            context.Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
            await ApiProblem.WriteAsync(context.HttpContext, new GatewayException(GatewayErrorCode.Unauthenticated, "A valid token is needed."));
        }
    }

    private static async Task Forbidden(ForbiddenContext context)
    {
        var caller = context.HttpContext.User.ToCaller();
        AuditOf(context.HttpContext).Record(new AuditEntry
        {
            Action = AuditActions.OfRequest(context.Request.Method, (context.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?"),
            Subject = caller?.Subject,
            TokenId = caller?.TokenId,
            RemoteAddress = context.HttpContext.RemoteAddress(),
            Result = nameof(GatewayErrorCode.Forbidden),
        });
        if (IsApi(context.HttpContext))
        {
            await ApiProblem.WriteAsync(context.HttpContext, new GatewayException(GatewayErrorCode.Forbidden, "The token does not allow this action."));
        }
    }

    private static void Record(HttpContext context, string reason) => AuditOf(context).Record(new AuditEntry
    {
        Action = AuditActions.TokenRefused,
        RemoteAddress = context.RemoteAddress(),
        Result = nameof(GatewayErrorCode.Unauthenticated),
        Detail = reason,
    });

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ApiErrors.Prefix, StringComparison.OrdinalIgnoreCase) && !context.Response.HasStarted;

    private static IAudit AuditOf(HttpContext context) => context.RequestServices.GetRequiredService<IAudit>();
}
