using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Connects to the NATS servers of a site, and prepares its stream and its buckets.</summary>
internal sealed class NatsConnector(IOptions<ClusterOptions> options, OwnerIdentity owner, ClusterMetrics metrics)
{
    private const int StreamNotFound = 10059;

    private readonly ClusterOptions _options = options.Value;
    private bool _wasConnected;

    /// <exception cref="NatsException">NATS cannot be reached, refuses the user, or has no JetStream.</exception>
    public async Task<SiteLink> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NatsConnection(NatsSettings.Of(_options, $"gateway {owner.Node}"));
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(_options.Answer, cancellationToken);
            if (_wasConnected)
            {
                metrics.Reconnected();
            }

            _wasConnected = true;
            var stream = new NatsJSContext(connection, new NatsJSOpts(connection.Opts));
            return _options.IsEdge ? await OpenAsync(connection, stream, cancellationToken) : await PrepareAsync(connection, stream, cancellationToken);
        }
        catch
        {
            await SiteLink.EndAsync(connection);
            throw;
        }
    }

    private async Task<SiteLink> PrepareAsync(NatsConnection connection, NatsJSContext stream, CancellationToken cancellationToken)
    {
        var names = new SiteNames(_options.Site);
        var difference = await PrepareStreamAsync(stream, names, cancellationToken);
        var buckets = new NatsKVContext(stream);
        return new SiteLink(connection)
        {
            Log = LogOf(stream, names),
            Source = new SiteSource(stream, names),
            Requests = new SiteRequests(connection, names, Writer),
            Sessions = await buckets.CreateOrUpdateStoreAsync(Bucket(names.Sessions), cancellationToken),
            Owners = await buckets.CreateOrUpdateStoreAsync(Bucket(names.Owners) with { MaxAge = _options.Lease }, cancellationToken),
            LimitsDifference = difference,
        };
    }

    /// <summary>Uses what an owner has made. An edge makes and changes nothing, so that its user in NATS may be one that only reads.</summary>
    private async Task<SiteLink> OpenAsync(NatsConnection connection, NatsJSContext stream, CancellationToken cancellationToken)
    {
        var names = new SiteNames(_options.Site);
        var buckets = new NatsKVContext(stream);
        try
        {
            await stream.GetStreamAsync(names.Stream, cancellationToken: cancellationToken);
            return new SiteLink(connection)
            {
                Log = LogOf(stream, names),
                Source = new SiteSource(stream, names),
                Requests = new SiteRequests(connection, names, Writer),
                Sessions = await buckets.GetStoreAsync(names.Sessions, cancellationToken),
                Owners = await buckets.GetStoreAsync(names.Owners, cancellationToken),
            };
        }
        catch (NatsJSApiException error) when (error.Error.ErrCode == StreamNotFound)
        {
            throw new IOException($"site {_options.Site} has no log or no directory yet; the first owner of the site makes them.", error);
        }
    }

    private string Writer => $"{owner.Node}/{owner.Run}";

    private SiteLog LogOf(NatsJSContext stream, SiteNames names) => new(stream, names, Writer, _options, metrics);

    /// <summary>
    /// Makes the stream, or gives it the limits that are set and leaves alone whatever else an administrator has changed. Null when it has
    /// those limits; otherwise what differs and why.
    /// </summary>
    private async Task<string?> PrepareStreamAsync(NatsJSContext stream, SiteNames names, CancellationToken cancellationToken)
    {
        StreamConfig found;
        try
        {
            found = (await stream.GetStreamAsync(names.Stream, cancellationToken: cancellationToken)).Info.Config;
        }
        catch (NatsJSApiException error) when (error.Error.ErrCode == StreamNotFound)
        {
            await stream.CreateStreamAsync(Limit(new StreamConfig(names.Stream, [names.AllEvents]) { Storage = StreamConfigStorage.File, AllowDirect = true }), cancellationToken);
            return null;
        }

        var wanted = Limit(found);
        if (wanted == found)
        {
            return null;
        }

        try
        {
            await stream.UpdateStreamAsync(wanted, cancellationToken);
            return null;
        }
        catch (NatsJSApiException error)
        {
            return $"stream {names.Stream} keeps {LimitsOf(found)} instead of {LimitsOf(wanted)}, because the server refuses the change: {error.Error.Description}";
        }
    }

    private StreamConfig Limit(StreamConfig configuration) => configuration with
    {
        MaxAge = TimeSpan.FromHours(_options.MaxAgeHours),
        MaxBytes = _options.MaxBytes,
        NumReplicas = _options.Replicas,
    };

    private static string LimitsOf(StreamConfig stream) => $"{stream.MaxAge.TotalHours:0.##} h, {stream.MaxBytes} bytes, {stream.NumReplicas} replicas";

    private NatsKVConfig Bucket(string name) => new(name) { History = 1, NumberOfReplicas = _options.Replicas };
}
