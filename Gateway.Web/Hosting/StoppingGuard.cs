namespace Gateway.Web.Hosting;

/// <summary>
/// Refuses requests once the gateway stops. A client that reconnects at once would otherwise get in again between the end of
/// its old connection and the end of the server, and keep the server waiting.
/// </summary>
internal static class StoppingGuard
{
    private const int RetryAfterSeconds = 2;

    public static IApplicationBuilder UseStoppingGuard(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        return app.Use((context, next) =>
        {
            if (!stopping.IsCancellationRequested)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
            return Task.CompletedTask;
        });
    }
}
