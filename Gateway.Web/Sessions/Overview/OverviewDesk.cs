using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Sessions.Overview;

/// <summary>The overview for clients: as a stream and as one answer. The caller's rights decide what is in it.</summary>
internal sealed class OverviewDesk(OverviewSource source, OverviewSight sight, HealthFigures health, TimeProvider time)
{
    private const int LeastIntervalMs = 1_000;
    private const int MostIntervalMs = 60_000;

    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(5);

    /// <summary>The overview for a hub connection, limited by the connection's current rights.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>Forbidden</c>; later <c>TooManySubscribers</c>, or the reason why
    /// the stream ended.</exception>
    public IAsyncEnumerable<OverviewItem> Open(LiveCaller live, OverviewRequest request, CancellationToken cancellationToken)
    {
        sight.Demand(live.Demand(time.GetUtcNow()));
        if (request.IntervalMs is < LeastIntervalMs or > MostIntervalMs)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The overview request is not valid: intervalMs must be between {LeastIntervalMs} and {MostIntervalMs}.");
        }

        return ReadAsync(live, TimeSpan.FromMilliseconds(request.IntervalMs ?? LeastIntervalMs), cancellationToken);
    }

    /// <summary>What the caller may see now.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>.</exception>
    public async Task<GatewayStatus> NowAsync(Caller caller, CancellationToken cancellationToken)
    {
        sight.Demand(caller);
        if (sight.SeesGateway(caller))
        {
            await HealthAsync(cancellationToken);
        }

        var sample = source.Fresh() with { Health = health.Last };
        var parts = new OverviewView(sight).Changes(sample, caller).Cast<OverviewChangesItem>().Select(item => item.Changed).ToArray();
        return parts[0] with
        {
            Sessions = [.. parts.SelectMany(part => part.Sessions)],
            SessionLoads = [.. parts.SelectMany(part => part.SessionLoads)],
            Readers = [.. parts.SelectMany(part => part.Readers)],
            ReaderLoads = [.. parts.SelectMany(part => part.ReaderLoads)],
            Faults = [.. parts.SelectMany(part => part.Faults)],
        };
    }

    // A check that hangs does not hold the answer up: its last result is told.
    private async Task HealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            await health.RefreshAsync().WaitAsync(HealthPatience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // HealthFigures.Last has the results of before.
        }
    }

    private async IAsyncEnumerable<OverviewItem> ReadAsync(LiveCaller live, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        await foreach (var item in live.ReadAsync(time.GetUtcNow(), caller => Start(caller, interval), cancellationToken))
        {
            yield return item;
        }
    }

    // The rights are read again, because a renewal may have come between the call and the first read.
    private OverviewWatcher Start(Caller caller, TimeSpan interval)
    {
        sight.Demand(caller);
        var watcher = new OverviewWatcher(source, sight, caller, interval, time);
        source.Add(watcher);
        return watcher;
    }
}
