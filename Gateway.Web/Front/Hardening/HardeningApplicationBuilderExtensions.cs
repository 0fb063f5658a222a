using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hardening;

internal static class HardeningApplicationBuilderExtensions
{
    /// <summary>Must come before everything else: sets the true remote address and path, and redirects to https.</summary>
    public static WebApplication UseHardening(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<HardeningOptions>>().Value;
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (options.PathBase.Length > 0)
        {
            app.UsePathBase(options.PathBase);
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

    /// <summary>
    /// Adds headers that restrict what the page may do. It comes right after <c>UseHardening</c>, so that every answer has them except
    /// the redirection to https.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => SecurityHeaders.Add((HttpResponse)state), context.Response);
        return next(context);
    });

    /// <summary>Must come after routing and before authentication: allowed origins and the limits on requests.</summary>
    public static WebApplication UseRequestLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<HardeningOptions>>().Value.AllowedOrigins.Count > 0)
        {
            app.UseCors();
            app.UseHubOrigins();
        }

        app.UseRateLimiter();
        return app;
    }
}
