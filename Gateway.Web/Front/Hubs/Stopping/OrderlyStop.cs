using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>
/// When the gateway stops: streams end with their code, then each connection is closed in order, and only then the server goes on
/// to stop, which would cut them. Readers that are slow get their code without what they have not read; those that take nothing are
/// cut off. All of it takes <see cref="Limit"/> at the most.
/// </summary>
internal sealed class OrderlyStop(SessionManager sessions, CallerRegistry callers, ConnectionRegistry connections, IHostApplicationLifetime lifetime, ILogger<OrderlyStop> logger)
    : IHostedService, IDisposable
{
    /// <summary>So long a stream may give what came before the stop.</summary>
    private static readonly TimeSpan EventsLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>So long a stream may take to end.</summary>
    private static readonly TimeSpan StreamsLimit = TimeSpan.FromSeconds(3.5);

    /// <summary>Well within the 30 seconds in which the host stops and the usual 90 of service managers.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The server cuts its connections in a callback of the same kind that was registered before; the last one runs first, and the
        // others wait for it.
        _stopping = lifetime.ApplicationStopping.Register(() => EndAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task EndAsync()
    {
        // Real time, whatever clock the rest of the gateway has: clients and the service manager have no other.
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var areStreamsEnded = false;
        sessions.BeginStop();
        while (connections.All.Count + connections.Served > 0 && time.GetElapsedTime(began) < Limit)
        {
            var elapsed = time.GetElapsedTime(began);
            if (elapsed > EventsLimit && !areStreamsEnded)
            {
                callers.EndStreams(new GatewayException(GatewayErrorCode.GatewayStopping, "The gateway stops; reconnect and resume.", 1_000));
                areStreamsEnded = true;
            }

            foreach (var connection in connections.All)
            {
                connection.CloseIfQuiet(evenBusy: elapsed > StreamsLimit);
            }

            await Task.Delay(Look, time);
        }

        CutTheRest();
    }

    private void CutTheRest()
    {
        var rest = connections.All.ToArray();
        if (rest.Length > 0)
        {
            HubLog.CutAtStop(logger, rest.Length);
            Array.ForEach(rest, connection => connection.Cut());
        }
    }
}
