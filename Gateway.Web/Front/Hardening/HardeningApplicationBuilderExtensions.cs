using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hardening;

internal static class HardeningApplicationBuilderExtensions
{
    /// <summary>What comes before everything else: the true remote address, https.</summary>
    public static WebApplication UseHardening(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<HardeningOptions>>().Value;
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (options.HstsDays > 0)
        {
            app.UseHsts();
        }

        if (options.RedirectToHttps)
        {
            app.UseHttpsRedirection();
        }

        return app;
    }

    /// <summary>Headers that confine the page. First in the pipeline, so that every answer has them.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => SecurityHeaders.Add((HttpResponse)state), context.Response);
        return next(context);
    });

    /// <summary>What comes after routing and before authentication: origins, and the limit on requests.</summary>
    public static WebApplication UseRequestLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<HardeningOptions>>().Value.AllowedOrigins.Count > 0)
        {
            app.UseCors();
        }

        app.UseRateLimiter();
        return app;
    }
}
