
using System.Text.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.LoadTest.Clients;
using Gateway.Serialization;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.LoadTest.Targets;

/// <summary>The messages of a hub client, as bytes.</summary>
internal static class HubMessages
{
    private static readonly MessagePackHubProtocol MessagePack = GatewayMessagePack.CreateProtocol();

    public static ReadOnlyMemory<byte> Handshake(GatewayHubProtocol protocol) =>
        Text(new { protocol = protocol == GatewayHubProtocol.Json ? "json" : "messagepack", version = 1 });

    public static ReadOnlyMemory<byte> Ping(GatewayHubProtocol protocol) =>
        protocol == GatewayHubProtocol.Json ? Text(new { type = 6 }) : MessagePack.GetMessageBytes(PingMessage.Instance);

    public static ReadOnlyMemory<byte> StreamSession(GatewayHubProtocol protocol, string sessionId, StreamRequest request) =>
        protocol == GatewayHubProtocol.Json
            ? Text(new { type = 4, invocationId = "1", target = HubContract.StreamSession, arguments = new object[] { sessionId, request } })
            : MessagePack.GetMessageBytes(new StreamInvocationMessage("1", HubContract.StreamSession, [sessionId, request]));

    /// <summary>A call of a method without arguments, or the start of a stream, in the JSON protocol.</summary>
    public static ReadOnlyMemory<byte> Call(string method, bool streams) =>
        Text(new { type = streams ? 4 : 1, invocationId = "1", target = method, arguments = Array.Empty<object>() });

    private static ReadOnlyMemory<byte> Text<T>(T message) =>
        System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message, GatewayJson.Options) + (char)JsonText.RecordSeparator);
}
