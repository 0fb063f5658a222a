using Gateway.Contracts;
using Gateway.Events;

namespace Gateway.Worker.Executors;

/// <summary>The last values of advised items by their references. Used only on the executor's thread.</summary>
internal sealed class KnownValues(EventTap tap, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<string, MxEvent> None = new Dictionary<string, MxEvent>();

    /// <summary>
    /// The known values of a registration's items. Items that are suspended, buffered or relative to a context are left out, and
    /// so are values that are older than requested or from before the item was advised.
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
