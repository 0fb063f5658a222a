using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Front.Hubs.Stopping;

/// <summary>
/// Stops the hub and the streams of requests in order: streams end with their code, then each connection is closed normally, and only then the
/// server continues to stop, which would cut the connections. A slow reader gets its code without the events that it has not read; a client that receives
/// nothing is disconnected. The whole stop takes at most <see cref="Limit"/>.
/// </summary>
internal sealed class OrderlyStop(SessionManager sessions, CallerRegistry callers, ConnectionRegistry connections, IHostApplicationLifetime lifetime, ILogger<OrderlyStop> logger)
    : IHostedService, IDisposable
{
    /// <summary>How long a stream may still deliver events from before the stop.</summary>
    private static readonly TimeSpan EventsLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a stream may take to end.</summary>
    private static readonly TimeSpan StreamsLimit = TimeSpan.FromSeconds(3.5);

    /// <summary>Well below the 30 seconds that the host allows for a stop, and the 90 that service managers usually allow.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The server cuts its connections in a callback of the same kind, which was registered earlier. The last registered callback
        // runs first, and the others wait for it.
        _stopping = lifetime.ApplicationStopping.Register(() => EndAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task EndAsync()
    {
        // System time, even if the gateway uses another clock, because clients and the service manager use it too.
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var areStreamsEnded = false;
        sessions.BeginStop();
        while (connections.All.Count + connections.Served > 0 && time.GetElapsedTime(began) < Limit)
        {
            var elapsed = time.GetElapsedTime(began);
            if (elapsed > EventsLimit && !areStreamsEnded)
            {
                callers.EndStreams(StoppingFault.Create());
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

        connections.CutServed();
    }
}
