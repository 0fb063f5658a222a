using Gateway.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Api.Streaming;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Front.Api;

internal static class ApiExtensions
{
    /// <summary>
    /// JSON settings, strict binding, the OpenAPI document of everything under <c>/api</c>, and the answers to refused callers.
    /// </summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => GatewayJson.ConfigureRequests(options.SerializerOptions));
        // Invalid requests throw in every environment, so that they are answered in one place and in one form.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, BearerRefusals.Attach);
        services.TryAddSingleton<AboutGateway>();
        services.TryAddSingleton<SessionSharing>();
        services.TryAddSingleton<TokenDesk>();
        services.TryAddSingleton<RequestAdmission>();
        services.TryAddSingleton<ResponseStreaming>();
        services.AddOpenApi(options => options.AddDocumentTransformer<BearerDescription>().AddOperationTransformer<BearerDescription>());
        return services;
    }

    /// <summary>
    /// <c>/api/me</c>, tokens, keys, the audit trail, <c>/.well-known/jwks.json</c>, and their description at <c>/openapi/v1.json</c>,
    /// which every caller with a token may read.
    /// </summary>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(ApiErrors.Prefix)
            .RequireAuthorization()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("/me", (HttpContext context, IAccessPolicy access) => TypedResults.Ok(MeInfo.Of(context.DemandCaller(), access)))
            .WithName("Me").WithTags("Me").WithSummary("The caller and the rights of its token.");
        api.MapTokens();
        api.MapAudit();
        endpoints.MapJsonWebKeys();
        endpoints.MapOpenApi().RequireAuthorization();
        return endpoints;
    }
}
