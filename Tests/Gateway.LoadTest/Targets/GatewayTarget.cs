using System.Diagnostics;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.LoadTest.Clients;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>The gateway, read in one protocol and one mode.</summary>
internal sealed class GatewayTarget(GatewayServer server, GatewayHubProtocol protocol, StreamRequest request) : ITarget
{
    /// <summary>Number of subscribers that connect at the same time.</summary>
    private const int ConnectedAtOnce = 32;

    /// <summary>The edge at which the gateway's sessions are read; null for the gateway itself.</summary>
    public EdgeServer? Edge { get; init; }

    public string Name => $"gateway-{(protocol == GatewayHubProtocol.Json ? "json" : "messagepack")}{(request.Mode == StreamMode.Conflate ? "-conflate" : "")}{(Edge is null ? "" : "-edge")}";

    public Process Server => Edge?.Process ?? server.Process;

    public IReadOnlyList<Process> Workers => server.Workers;

    public ReadOnlyMemory<byte>? Ping => HubMessages.Ping(protocol);

    public bool PingIsBinary => protocol == GatewayHubProtocol.MessagePack;

    public async Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window)
    {
        var clients = new WireClient[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = ConnectedAtOnce },
            async (i, _) => clients[i] = await ConnectAsync(i, request, new Tally(window) { Conflated = request.Mode == StreamMode.Conflate }));
        await Eventually.Async(() => Array.TrueForAll(clients, client => client.Tally.IsReady || client.Tally.Fault is not null), "every stream to begin");
        return clients;
    }

    /// <summary>Starts one stream.</summary>
    public async Task<WireClient> ConnectAsync(int subscriber, StreamRequest how, Tally tally)
    {
        IWireDecoder decoder = protocol == GatewayHubProtocol.Json ? new HubJsonDecoder() : new HubMessagePackDecoder();
        var client = await WireClient.ConnectAsync(new Uri(Edge?.Url ?? server.Url, HubContract.Path), server.Token, decoder, tally);
        await client.SendAsync(HubMessages.Handshake(protocol), binary: false);
        await client.SendAsync(HubMessages.StreamSession(protocol, SessionOf(subscriber).Id, how), protocol != GatewayHubProtocol.Json);
        return client;
    }

    public Task SetRateAsync(int eventsPerSecond) => server.SetRateAsync(eventsPerSecond);

    public async Task<long> LatestAsync(int subscriber) => (await SessionOf(subscriber).GetInfoAsync()).LatestSequence;

    public async Task<long?> AllocatedAsync() => Edge is null ? await server.AllocatedAsync() : null;

    private GatewaySession SessionOf(int subscriber) => server.Sessions[subscriber % server.Sessions.Count].Session;
}
