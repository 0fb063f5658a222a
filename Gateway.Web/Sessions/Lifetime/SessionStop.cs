namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Ends all sessions, or hands them over, when the gateway stops.</summary>
internal sealed class SessionStop(SessionManager sessions, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Runs before the server closes its connections, so that clients see the coded end of their streams.
        _stopping = lifetime.ApplicationStopping.Register(sessions.BeginStop);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => sessions.StopAsync();

    public void Dispose() => _stopping.Dispose();
}
