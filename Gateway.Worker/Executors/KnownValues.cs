using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Worker.Executors;

/// <summary>The last values of items that are advised, by their references. Executor thread only.</summary>
internal sealed class KnownValues(EventTap tap, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<string, MxEvent> None = new Dictionary<string, MxEvent>();

    /// <summary>
    /// What the items of a registration are known to be. An item that is suspended or relative to a context is not among them, and
    /// none whose value is older than asked for or from before it was advised.
    /// </summary>
    public IReadOnlyDictionary<string, MxEvent> Of(int serverHandle, TimeSpan maxAge)
    {
        if (maxAge == TimeSpan.Zero)
        {
            return None;
        }

        var known = new Dictionary<string, MxEvent>(StringComparer.OrdinalIgnoreCase);
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var item in tap.Items.AdvisedOf(serverHandle))
        {
            if (item is { Buffered: false, Suspended: false, ItemContext: null }
                && tap.LatestOf(item) is { } value
                && now - value.WorkerTime <= maxAge)
            {
                known[ItemReference.Normal(item.ItemDefinition)] = value;
            }
        }

        return known;
    }
}
