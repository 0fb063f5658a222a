using Gateway.Web.Sessions.Cluster.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Follows the site's directory of sessions.</summary>
internal sealed class DirectoryWatch(EdgeSessions sessions)
{
    /// <summary>Runs until the connection is lost. It begins with all entries; sessions without one have ended meanwhile.</summary>
    public async Task RunAsync(SiteLink link, CancellationToken cancellationToken)
    {
        HashSet<string>? listed = new(StringComparer.Ordinal);
        var options = new NatsKVWatchOpts { OnNoData = _ => KeepNone() };
        await foreach (var entry in link.Sessions.WatchAsync<string>(opts: options, cancellationToken: cancellationToken))
        {
            if (entry.Operation == NatsKVOperation.Put)
            {
                listed?.Add(entry.Key);
                sessions.Put(entry.Key, entry.Error is null ? entry.Value : null);
            }
            else
            {
                listed?.Remove(entry.Key);
                sessions.Remove(entry.Key);
            }

            if (listed is not null && entry.Delta == 0)
            {
                sessions.KeepOnly(listed);
                listed = null;
            }
        }
    }

    // The directory is empty. The watch goes on.
    private ValueTask<bool> KeepNone()
    {
        sessions.KeepOnly(new HashSet<string>());
        return ValueTask.FromResult(false);
    }
}
