using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Web.Streams.Events;
using Gateway.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// SignalR's MessagePack protocol, except that the rows of event items are copied into the message as the worker encoded them, without
/// being decoded. The bytes are the same as the original protocol's.
/// </summary>
internal sealed class SplicingMessagePackProtocol(MessagePackHubProtocol inner) : IHubProtocol
{
    private const int StreamItemFields = 4;
    private const int StreamItemType = 2;
    private const int MaxLengthBytes = 5;

    /// <summary>A scratch buffer that has grown beyond this is dropped, so that one large head does not keep its memory.</summary>
    private const int KeptHeadBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _head;

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        if (message is not StreamItemMessage { Item: ISplicedItem })
        {
            return inner.GetMessageBytes(message);
        }

        var output = new ArrayBufferWriter<byte>();
        WriteMessage(message, output);
        return output.WrittenMemory;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is StreamItemMessage { Item: ISplicedItem item } streamItem)
        {
            WriteSpliced(streamItem, item, output);
        }
        else
        {
            inner.WriteMessage(message, output);
        }
    }

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
        inner.TryParseMessage(ref input, binder, out message);

    private static void WriteSpliced(StreamItemMessage message, ISplicedItem item, IBufferWriter<byte> output)
    {
        // The buffer is taken out of its field while it is in use, so that a buffer is not used again after writing a head has failed.
        var head = _head ?? new ArrayBufferWriter<byte>(1024);
        _head = null;
        WriteHead(new WireWriter(head), message, item);
        WriteLength(output, head.WrittenCount + item.EncodedLength);
        output.Write(head.WrittenSpan);
        item.WriteEncoded(output);
        if (head.Capacity <= KeptHeadBytes)
        {
            head.ResetWrittenCount();
            _head = head;
        }
    }

    private static void WriteHead(in WireWriter writer, StreamItemMessage message, ISplicedItem item)
    {
        writer.WriteArrayHeader(StreamItemFields);
        writer.WriteInt64(StreamItemType);
        writer.WriteMapHeader(message.Headers?.Count ?? 0);
        if (message.Headers is { } headers)
        {
            foreach (var (name, value) in headers)
            {
                writer.WriteString(name);
                writer.WriteString(value);
            }
        }

        writer.WriteString(message.InvocationId);
        item.WriteHead(writer);
    }

    // The length before each message: seven bits a byte, least significant first.
    private static void WriteLength(IBufferWriter<byte> output, int length)
    {
        var span = output.GetSpan(MaxLengthBytes);
        var used = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            span[used++] = (byte)(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
            if (rest <= 0x7f)
            {
                break;
            }
        }

        output.Advance(used);
    }
}
