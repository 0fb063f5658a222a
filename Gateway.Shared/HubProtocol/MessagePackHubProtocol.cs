using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Encoding;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol;

/// <summary>
/// SignalR's hub protocol <c>messagepack</c>, versions 1 and 2, byte-compatible with Microsoft's, so that the unmodified npm
/// client is served. Contract objects are maps with the JSON names, events are rows (see
/// <see cref="Events.EventRow"/>); encoded events are spliced into the frame as they are. Thread-safe.
/// </summary>
/// <remarks>
/// Our own because events must go out without being decoded, and because of the hostile-input limits of
/// <see cref="MessagePackReader"/>.
/// </remarks>
public sealed class MessagePackHubProtocol : IHubProtocol
{
    private const int ProtocolVersion = 2;

    public string Name => "messagepack";

    public int Version => ProtocolVersion;

    public TransferFormat TransferFormat => TransferFormat.Binary;

    public bool IsVersionSupported(int version) => version is >= 1 and <= ProtocolVersion;

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        HubMessageWriter.Write(message, output);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>(256);
        WriteMessage(message, output);
        return output.WrittenMemory;
    }

    /// <exception cref="InvalidDataException">The bytes are not a message; the connection is to be closed.</exception>
    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        ArgumentNullException.ThrowIfNull(binder);
        if (!LengthPrefix.TryTakeFrame(ref input, out var frame))
        {
            message = null;
            return false;
        }

        try
        {
            message = frame.IsSingleSegment
                ? HubMessageReader.Read(frame.FirstSpan, binder)
                : HubMessageReader.Read(frame.ToArray(), binder);
            return true;
        }
        catch (MalformedDataException error)
        {
            throw new InvalidDataException($"The message is malformed: {error.Message}", error);
        }
    }
}
