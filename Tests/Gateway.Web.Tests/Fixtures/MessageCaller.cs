using System.Buffers;
using System.Security.Claims;
using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.HubProtocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Front.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// One connection to the real hub over pipes in memory, for messages that no client library sends, in either hub protocol. Pings are
/// passed over.
/// </summary>
internal sealed class MessageCaller : IInvocationBinder, IAsyncDisposable
{
    private readonly HubPipes _pipes;
    private readonly IHubProtocol _protocol;
    private readonly Channel<HubMessage> _received = Channel.CreateBounded<HubMessage>(1_000);

    public MessageCaller(HubConnectionHandler<GatewayHub> hub, ClaimsPrincipal user, string protocol)
    {
        _protocol = protocol == "json"
            ? new JsonHubProtocol(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = new(GatewayJson.Options) }))
            : GatewayMessagePack.CreateProtocol();
        _pipes = new HubPipes(hub, user);
        HandshakeProtocol.WriteRequestMessage(new HandshakeRequestMessage(protocol, 1), _pipes.ToServer);
        _ = ReceiveAsync();
    }

    public Task Closed => _pipes.Closed;

    public void Send(HubMessage message)
    {
        _protocol.WriteMessage(message, _pipes.ToServer);
        _ = _pipes.ToServer.FlushAsync().AsTask();
    }

    /// <summary>A message in which some bytes are replaced by as many others, which no encoder writes.</summary>
    public void Send(HubMessage message, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var bytes = _protocol.GetMessageBytes(message).ToArray();
        to.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(from)));
        _pipes.ToServer.Write(bytes);
        _ = _pipes.ToServer.FlushAsync().AsTask();
    }

    /// <summary>The next message of this kind.</summary>
    public Task<T> NextAsync<T>()
        where T : HubMessage => FindAsync<T>().WithTimeout($"a {typeof(T).Name}");

    public ValueTask DisposeAsync() => _pipes.DisposeAsync();

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

    public Type GetReturnType(string invocationId) => typeof(IReadOnlyList<SessionInfo>);

    public Type GetStreamItemType(string streamId) => typeof(StreamItem);

    private async Task<T> FindAsync<T>()
        where T : HubMessage
    {
        while (true)
        {
            if (await _received.Reader.ReadAsync() is T found)
            {
                return found;
            }
        }
    }

    private async Task ReceiveAsync()
    {
        var hasShaken = false;
        while (true)
        {
            var read = await _pipes.FromServer.ReadAsync();
            var buffer = read.Buffer;
            hasShaken = hasShaken || HandshakeProtocol.TryParseResponseMessage(ref buffer, out _);
            while (hasShaken && _protocol.TryParseMessage(ref buffer, this, out var message))
            {
                _received.Writer.TryWrite(message);
            }

            _pipes.FromServer.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                _received.Writer.TryComplete();
                return;
            }
        }
    }
}
