using System.Diagnostics;
using Gateway.Client;
using Gateway.LoadTest.Baselines;
using Gateway.LoadTest.Clients;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>One of the baselines, selected by its name.</summary>
internal sealed class BaselineTarget(BaselineServer server, string name) : ITarget
{
    private bool IsHub => name.StartsWith("hub-", StringComparison.Ordinal);

    public string Name => name;

    public Process Server => server.Process;

    public IReadOnlyList<Process> Workers => [];

    public ReadOnlyMemory<byte>? Ping => IsHub ? HubMessages.Ping(GatewayHubProtocol.Json) : null;

    public async Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window)
    {
        var clients = new List<WireClient>();
        for (var i = 0; i < count; i++)
        {
            clients.Add(await ConnectAsync(new Tally(window)));
        }

        await Eventually.Async(async () => await server.NumberAsync($"/{name}/subscribers") == count, "every subscriber to be known");
        return clients;
    }

    public Task SetRateAsync(int eventsPerSecond) => server.SetRateAsync(eventsPerSecond);

    public Task<long> LatestAsync(int subscriber) => server.NumberAsync("/latest");

    public async Task<long?> AllocatedAsync() => await server.NumberAsync("/allocated");

    private async Task<WireClient> ConnectAsync(Tally tally)
    {
        if (!IsHub)
        {
            IWireDecoder batches = name == "raw-json" ? new HubJsonDecoder() : new HubMessagePackDecoder(shakesHands: false);
            return await WireClient.ConnectAsync(new Uri(server.Url, $"/{name}"), null, batches, tally);
        }

        var client = await WireClient.ConnectAsync(new Uri(server.Url, BaselineHost.HubPath), null, new JsonEventDecoder(), tally);
        await client.SendAsync(HubMessages.Handshake(GatewayHubProtocol.Json), binary: false);
        await client.SendAsync(HubMessages.Call(name == "hub-group" ? nameof(PlainHub.Join) : nameof(PlainHub.Events), streams: name != "hub-group"), binary: false);
        return client;
    }
}
