using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Web.Streams.Events;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// SignalR's JSON protocol, except that event items are copied into the message from the JSON that all readers share. The serializer
/// would process every byte again for each reader. The bytes are the same as the original protocol's.
/// </summary>
internal sealed class SplicingJsonProtocol(JsonHubProtocol inner) : IHubProtocol
{
    private const int MaxPlainId = 64;

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is StreamItemMessage { Item: OutgoingEvents events, Headers: null or { Count: 0 }, InvocationId: { } id } && IsPlain(id))
        {
            output.Write("{\"type\":2,\"invocationId\":\""u8);
            output.Advance(System.Text.Encoding.ASCII.GetBytes(id, output.GetSpan(id.Length)));
            output.Write("\",\"item\":"u8);
            events.WriteJson(output);
            output.Write("}\u001e"u8);
        }
        else
        {
            inner.WriteMessage(message, output);
        }
    }

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
        inner.TryParseMessage(ref input, binder, out message);

    // Invocation ids are usually numbers. An id that needs escaping is left to the serializer.
    private static bool IsPlain(string id) => id.Length is > 0 and <= MaxPlainId && id.AsSpan().IndexOfAnyExcept(PlainCharacters) < 0;

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.");
}
