using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Gateway.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Another hub protocol, for one connection, that ends the connection when a call has the id of one that still runs: its answers could
/// not be told apart, and SignalR could not cancel the first stream by its id any more.
/// </summary>
internal sealed class CallIdsProtocol(IHubProtocol inner) : IHubProtocol
{
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is CompletionMessage { InvocationId: { } id })
        {
            _running.TryRemove(id, out _);
        }

        inner.WriteMessage(message, output);
    }

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (AnsweredIdOf(message) is { } id && !_running.TryAdd(id, true))
        {
            throw new HubException(new GatewayException(
                GatewayErrorCode.InvalidArgument, "A call has the invocation id of one that still runs; number the calls of a connection.").ToWireMessage());
        }

        return true;
    }

    // SignalR also answers a call that fits no method. It does not answer a call without an id or with an empty one, unless it is a stream.
    private static string? AnsweredIdOf(HubMessage message) => message switch
    {
        StreamInvocationMessage stream => stream.InvocationId,
        InvocationMessage { InvocationId.Length: > 0 } call => call.InvocationId,
        InvocationBindingFailureMessage { InvocationId.Length: > 0 } call => call.InvocationId,
        _ => null,
    };
}
