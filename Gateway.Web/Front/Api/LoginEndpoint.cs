using System.Text.Json;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Web.Front.Api;

/// <summary>
/// <c>GET /api/login</c> tells whether clients can log in by name and password. <c>POST /api/login</c> gives a token for a name and a
/// password. Neither needs a token.
/// </summary>
internal static class LoginEndpoint
{
    public const string Path = "/api/login";

    /// <summary>Largest size of the body, in bytes.</summary>
    public const int MaxBodyBytes = 8 * 1024;

    private const string Tag = "Log-in";

    private static readonly JsonSerializerOptions BodyOptions = new(JsonSerializerDefaults.Web) { MaxDepth = 4 };

    public static void MapLogin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (IUserDirectory directory, IOwnerDuties duties) =>
                TypedResults.Ok(new LoginWays(directory.IsEnabled && duties.AreHere))).AllowAnonymous()
            .WithName("LoginWays").WithTags(Tag).WithSummary("Whether users can log in by name and password.");
        endpoints.MapPost(Path, PostAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .WithName("LogIn").WithTags(Tag).WithSummary("Gives a short-lived token for a name and a password of the directory.")
            .AddOpenApiOperationTransformer(DescribeBodyAsync).Produces<LoginResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> PostAsync(HttpContext context, IUserDirectory directory, IOwnerDuties duties, LoginService login)
    {
        context.Response.Headers.CacheControl = "no-store";
        duties.Demand("Users are logged in");
        if (!directory.IsEnabled)
        {
            return ApiProblem.Of(StatusCodes.Status404NotFound, GatewayErrorCode.Unsupported, "Log-in by name and password is not configured on this gateway.");
        }

        if (!context.Request.HasJsonContentType())
        {
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, GatewayErrorCode.InvalidArgument, "The body must be application/json.");
        }

        var (request, status, fault) = await ReadAsync(context.Request, context.RequestAborted);
        if (request is null)
        {
            return ApiProblem.Of(status, GatewayErrorCode.InvalidArgument, $"The body must be a JSON object with the texts user and password: {fault}");
        }

        return ResultOf(await login.LogInAsync(request, context.Connection.RemoteIpAddress, context.RequestAborted), context.Response);
    }

    // Accepts<LoginRequest> would make routing refuse other content types, with a code that says nothing of the cause.
    private static async Task DescribeBodyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(LoginRequest), null, cancellationToken) },
            },
        };

    private static IResult ResultOf(LoginResult result, HttpResponse response) => result switch
    {
        { Response: { } granted } => Results.Json(granted, BodyOptions),
        { RetryAfter: { } wait } => ApiProblem.TooManyRequests(response, wait),
        _ => ApiProblem.Of(StatusCodes.Status401Unauthorized, GatewayErrorCode.Unauthenticated, "The log-in was refused."),
    };

    // The body is read here, because the framework's own reader logs what it cannot read, which may be a password.
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
