using Gateway.Client;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A session whose load generator can be set to a rate.</summary>
internal sealed class LoadSession(GatewaySession session, int serverHandle, int rateHandle)
{
    public GatewaySession Session => session;

    public int ServerHandle => serverHandle;

    public static async Task<LoadSession> OpenAsync(GatewayClient client, int items = 100)
    {
        var session = await client.OpenSessionAsync(new OpenSessionRequest { Name = "load" });
        var server = await session.RegisterAsync("functional tests");
        var rate = await session.SubscribeBulkAsync(server, ["Load.Rate"]);
        await session.SubscribeBulkAsync(server, [.. Enumerable.Range(1, items).Select(i => $"Load.Item{i:0000}")]);
        return new LoadSession(session, server, rate[0].ItemHandle!.Value);
    }

    /// <summary>A session of which only the rate is set here; others subscribe its items.</summary>
    public static async Task<LoadSession> OfAsync(GatewaySession session)
    {
        var server = await session.RegisterAsync("functional tests");
        var rate = await session.SubscribeBulkAsync(server, ["Load.Rate"]);
        return new LoadSession(session, server, rate[0].ItemHandle!.Value);
    }

    /// <summary>Sets the events per second and returns when the rate has taken effect.</summary>
    public async Task SetRateAsync(int eventsPerSecond)
    {
        // A write is refused until the item's first value has arrived.
        await Eventually.Async(async () => await RateAsync() is not null, "the rate to be known");
        await session.WriteAsync(serverHandle, rateHandle, MxValue.FromInt32(eventsPerSecond));
        await Eventually.Async(async () => await RateAsync() == eventsPerSecond, "the rate to be in force");
    }

    /// <summary>
    /// The last event that the worker has given out. Replies may overtake events on their way to the gateway, so that the gateway may know of
    /// fewer.
    /// </summary>
    public async Task<long> LatestAsync() => (await session.GetWorkerInfoAsync().WithTimeout("the worker's last event")).LatestSequence;

    private async Task<double?> RateAsync()
    {
        var read = await session.ReadBulkAsync(serverHandle, ["Load.Rate"]);
        return read[0].Value is { } value && value.TryGetDouble(out var rate) ? rate : null;
    }
}
