namespace Gateway.Web.Access;

internal static class AccessApplicationBuilderExtensions
{
    /// <summary>Authentication and authorization. After routing and static files, before the endpoints.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.UseAuthentication().UseAuthorization();

    /// <summary>Headers that confine the page. First in the pipeline, so that every answer has them.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => SecurityHeaders.Add((HttpResponse)state), context.Response);
        return next(context);
    });
}
