using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>A connection to NATS for keys, revocations and requests, from its beginning to its end.</summary>
internal sealed class SiteConnection : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();

    private SiteConnection(NatsConnection nats)
    {
        Nats = nats;
        Buckets = new NatsKVContext(new NatsJSContext(nats));
        nats.ConnectionDisconnected += OnDisconnectedAsync;
        if (nats.ConnectionState != NatsConnectionState.Open)
        {
            _lost.Cancel();
        }
    }

    public NatsConnection Nats { get; }

    public INatsKVContext Buckets { get; }

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <param name="options">The servers and the credentials.</param>
    /// <param name="name">Name of the connection in the server's lists.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="NatsException">NATS cannot be reached, or refuses the user.</exception>
    public static async Task<SiteConnection> OpenAsync(ClusterOptions options, string name, CancellationToken cancellationToken)
    {
        var nats = new NatsConnection(NatsSettings.Of(options, name));
        try
        {
            await nats.ConnectAsync().AsTask().WaitAsync(options.Answer, cancellationToken);
            return new SiteConnection(nats);
        }
        catch
        {
            await SiteLink.EndAsync(nats);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Nats.ConnectionDisconnected -= OnDisconnectedAsync;
        await _lost.CancelAsync();
        await SiteLink.EndAsync(Nats);
        _lost.Dispose();
    }

    private ValueTask OnDisconnectedAsync(object? sender, NatsEventArgs happened) => new(_lost.CancelAsync());
}
