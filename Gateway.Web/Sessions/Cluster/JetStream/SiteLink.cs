using NATS.Client.Core;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>One connection to NATS, from its beginning to its end, with what the site has there.</summary>
internal sealed class SiteLink : IAsyncDisposable
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(2);

    private readonly NatsConnection _connection;
    private readonly CancellationTokenSource _lost = new();

    public SiteLink(NatsConnection connection)
    {
        _connection = connection;
        connection.ConnectionDisconnected += OnDisconnectedAsync;
        if (connection.ConnectionState != NatsConnectionState.Open)
        {
            _lost.Cancel();
        }
    }

    public required SiteLog Log { get; init; }

    /// <summary>The same log, for those who read it.</summary>
    public required SiteSource Source { get; init; }

    public required SiteRequests Requests { get; init; }

    /// <summary>The sessions of the site.</summary>
    public required INatsKVStore Sessions { get; init; }

    /// <summary>The leases of owners; an entry that is not renewed vanishes.</summary>
    public required INatsKVStore Owners { get; init; }

    /// <summary>How the stream differs from the settings; null when it does not.</summary>
    public string? LimitsDifference { get; init; }

    public string Server => $"{_connection.ServerInfo?.Name} {_connection.ServerInfo?.Version}";

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Ends a connection within a bounded time, even when the server does not answer.</summary>
    public static async Task EndAsync(NatsConnection connection) =>
        await connection.DisposeAsync().AsTask().WaitAsync(EndsWithin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        _connection.ConnectionDisconnected -= OnDisconnectedAsync;
        await _lost.CancelAsync();
        await EndAsync(_connection);
    }

    private ValueTask OnDisconnectedAsync(object? sender, NatsEventArgs happened) => new(_lost.CancelAsync());
}
