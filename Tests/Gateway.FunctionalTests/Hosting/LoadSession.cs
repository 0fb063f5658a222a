using Gateway.Client;
using Gateway.Contracts;

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

    /// <summary>Events per second from now on.</summary>
    public async Task SetRateAsync(int eventsPerSecond)
    {
        // Written through ReadBulk's knowledge that the type is known: the first callback has come when a read has.
        await session.ReadBulkAsync(serverHandle, ["Load.Rate"]);
        await session.WriteAsync(serverHandle, rateHandle, MxValue.FromInt32(eventsPerSecond));
    }
}
