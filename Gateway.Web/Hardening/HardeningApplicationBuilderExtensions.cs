using System.Security.Cryptography;
using Gateway.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hardening;

internal static class HardeningApplicationBuilderExtensions
{
    /// <summary>What comes before everything else: the true remote address, errors without details, https.</summary>
    public static WebApplication UseHardening(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<HardeningOptions>>().Value;
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerAsync });
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

    private static Task AnswerAsync(HttpContext context)
    {
        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HardeningApplicationBuilderExtensions))
            .RequestFailed(reference, context.Features.Get<IExceptionHandlerFeature>()?.Error);
        return Problems.Of(
            StatusCodes.Status500InternalServerError,
            GatewayErrorCode.Internal,
            $"An unexpected error occurred. The gateway's log has it under reference {reference}.").ExecuteAsync(context);
    }
}
