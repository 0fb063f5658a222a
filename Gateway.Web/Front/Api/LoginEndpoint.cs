using System.Text.Json;
using Gateway.Errors;
using Gateway.Web.Access.Login;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>
/// <c>GET /api/login</c>: which ways to log in there are. <c>POST /api/login</c>: a token for a name and a password. Both are
/// open to everyone.
/// </summary>
internal static class LoginEndpoint
{
    public const string Path = "/api/login";

    /// <summary>Longest body, bytes.</summary>
    public const int MaxBodyBytes = 8 * 1024;

    private static readonly JsonSerializerOptions BodyOptions = new(JsonSerializerDefaults.Web) { MaxDepth = 4 };

    public static void MapLogin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (IUserDirectory directory) => new LoginWays(directory.IsEnabled)).AllowAnonymous();
        endpoints.MapPost(Path, PostAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
    }

    private static async Task<IResult> PostAsync(HttpContext context, IUserDirectory directory, LoginService login)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!directory.IsEnabled)
        {
            return ApiProblem.Of(StatusCodes.Status404NotFound, GatewayErrorCode.Unsupported, "This gateway has no log-in by name and password.");
        }

        if (!context.Request.HasJsonContentType())
        {
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, GatewayErrorCode.InvalidArgument, "The body must be application/json.");
        }

        var (request, status, fault) = await ReadAsync(context.Request, context.RequestAborted);
        if (request is null)
        {
            return ApiProblem.Of(status, GatewayErrorCode.InvalidArgument, $"The body must be an object with the texts user and password: {fault}");
        }

        return ResultOf(await login.LogInAsync(request, context.Connection.RemoteIpAddress, context.RequestAborted), context.Response);
    }

    private static IResult ResultOf(LoginResult result, HttpResponse response) => result switch
    {
        { Response: { } granted } => Results.Json(granted, BodyOptions),
        { RetryAfter: { } wait } => ApiProblem.TooManyRequests(response, wait),
        _ => ApiProblem.Of(StatusCodes.Status401Unauthorized, GatewayErrorCode.Unauthenticated, "Log-in refused."),
    };

    // By hand, because the framework's own reader logs what it could not read.
    private static async Task<(LoginRequest? Request, int Status, string Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        const string TooLong = "it is too long.";
        try
        {
            return request.ContentLength > MaxBodyBytes
                ? (null, StatusCodes.Status413PayloadTooLarge, TooLong)
                : (await request.ReadFromJsonAsync<LoginRequest>(BodyOptions, cancellationToken), StatusCodes.Status400BadRequest, "it is null.");
        }
        catch (JsonException error)
        {
            return (null, StatusCodes.Status400BadRequest, ApiErrors.FaultOf(error));
        }
        catch (BadHttpRequestException error)
        {
            return (null, error.StatusCode, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLong : "it could not be read.");
        }
    }
}
