namespace Gateway.Web.Hosting;

/// <summary>
/// Refuses requests while the gateway stops. Otherwise a client that reconnects at once could open a new connection between the end of
/// its old connection and the end of the server, and delay the stop.
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
