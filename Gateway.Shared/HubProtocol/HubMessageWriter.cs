using System.Buffers;
using Gateway.Encoding;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol;

/// <summary>Writes hub messages as MessagePack arrays behind their length.</summary>
internal static class HubMessageWriter
{
    /// <summary>A scratch buffer that grew beyond this is let go, so that one large message does not hold its memory.</summary>
    private const int KeptScratchBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    public static void Write(HubMessage message, IBufferWriter<byte> output)
    {
        var scratch = _scratch ??= new ArrayBufferWriter<byte>(1024);
        try
        {
            var writer = new MessagePackWriter(scratch);
            var spliced = WriteMessage(writer, message);
            LengthPrefix.Write(output, scratch.WrittenCount + (spliced?.EncodedLength ?? 0));
            output.Write(scratch.WrittenSpan);
            spliced?.WriteEncoded(output);
        }
        finally
        {
            scratch.ResetWrittenCount();
            if (scratch.Capacity > KeptScratchBytes)
            {
                _scratch = null;
            }
        }
    }

    // What is returned ends the message: it is encoded already and goes straight into the output.
    private static ISplicedItem? WriteMessage(in MessagePackWriter writer, HubMessage message)
    {
        switch (message)
        {
            case StreamItemMessage item:
                return WriteStreamItem(writer, item);
            case InvocationMessage invocation:
                WriteInvocation(writer, HubMessageType.Invocation, invocation);
                break;
            case StreamInvocationMessage invocation:
                WriteInvocation(writer, HubMessageType.StreamInvocation, invocation);
                break;
            case CompletionMessage completion:
                WriteCompletion(writer, completion);
                break;
            case CancelInvocationMessage cancel:
                WriteHead(writer, 3, HubMessageType.CancelInvocation, cancel);
                break;
            case PingMessage:
                writer.WriteArrayHeader(1);
                writer.WriteInt64(HubMessageType.Ping);
                break;
            case CloseMessage close:
                WriteClose(writer, close);
                break;
            case AckMessage ack:
                WriteNumber(writer, HubMessageType.Ack, ack.SequenceId);
                break;
            case SequenceMessage sequence:
                WriteNumber(writer, HubMessageType.Sequence, sequence.SequenceId);
                break;
            default:
                throw new InvalidDataException($"Messages of type {message.GetType().Name} cannot be written.");
        }

        return null;
    }

    private static ISplicedItem? WriteStreamItem(in MessagePackWriter writer, StreamItemMessage message)
    {
        WriteHead(writer, 4, HubMessageType.StreamItem, message);
        if (message.Item is ISplicedItem spliced)
        {
            spliced.WriteHead(writer);
            return spliced;
        }

        MessagePackSerializer.SerializeObject(writer, message.Item);
        return null;
    }

    private static void WriteInvocation(in MessagePackWriter writer, int type, HubMethodInvocationMessage message)
    {
        WriteHead(writer, 6, type, message);
        writer.WriteString(message.Target);
        writer.WriteArrayHeader(message.Arguments.Length);
        foreach (var argument in message.Arguments)
        {
            MessagePackSerializer.SerializeObject(writer, argument);
        }

        writer.WriteArrayHeader(message.StreamIds?.Length ?? 0);
        foreach (var id in message.StreamIds ?? [])
        {
            writer.WriteString(id);
        }
    }

    private static void WriteCompletion(in MessagePackWriter writer, CompletionMessage message)
    {
        var kind = message.Error is not null ? CompletionKind.Error : message.HasResult ? CompletionKind.Result : CompletionKind.Void;
        WriteHead(writer, kind == CompletionKind.Void ? 4 : 5, HubMessageType.Completion, message);
        writer.WriteInt64(kind);
        if (kind == CompletionKind.Error)
        {
            writer.WriteString(message.Error);
        }
        else if (kind == CompletionKind.Result)
        {
            MessagePackSerializer.SerializeObject(writer, message.Result);
        }
    }

    private static void WriteClose(in MessagePackWriter writer, CloseMessage message)
    {
        writer.WriteArrayHeader(3);
        writer.WriteInt64(HubMessageType.Close);
        WriteText(writer, message.Error);
        writer.WriteBoolean(message.AllowReconnect);
    }

    private static void WriteNumber(in MessagePackWriter writer, int type, long number)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(type);
        writer.WriteInt64(number);
    }

    private static void WriteHead(in MessagePackWriter writer, int fields, int type, HubInvocationMessage message)
    {
        writer.WriteArrayHeader(fields);
        writer.WriteInt64(type);
        WriteHeaders(writer, message.Headers);
        WriteText(writer, message.InvocationId);
    }

    private static void WriteHeaders(in MessagePackWriter writer, IDictionary<string, string>? headers)
    {
        writer.WriteMapHeader(headers?.Count ?? 0);
        if (headers is null)
        {
            return;
        }

        foreach (var (name, value) in headers)
        {
            writer.WriteString(name);
            writer.WriteString(value);
        }
    }

    private static void WriteText(in MessagePackWriter writer, string? text)
    {
        if (text is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteString(text);
        }
    }
}
