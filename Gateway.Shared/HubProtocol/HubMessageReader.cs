using System.Runtime.ExceptionServices;
using Gateway.Encoding;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.HubProtocol;

/// <summary>
/// Reads hub messages. Wrong arguments are a binding failure, which costs the call; a message that is not one costs the
/// connection.
/// </summary>
internal static class HubMessageReader
{
    private const int MaxHeaders = 64;

    public static HubMessage Read(ReadOnlySpan<byte> frame, IInvocationBinder binder)
    {
        var reader = new MessagePackReader(frame);
        var fields = reader.ReadArrayHeader();
        var type = reader.ReadInt32();
        return type switch
        {
            HubMessageType.Invocation or HubMessageType.StreamInvocation => ReadInvocation(ref reader, type, fields, binder),
            HubMessageType.StreamItem => ReadStreamItem(ref reader, binder),
            HubMessageType.Completion => ReadCompletion(ref reader, binder),
            HubMessageType.CancelInvocation => ReadCancel(ref reader),
            HubMessageType.Ping => PingMessage.Instance,
            HubMessageType.Close => ReadClose(ref reader, fields),
            HubMessageType.Ack => new AckMessage(reader.ReadInt64()),
            HubMessageType.Sequence => new SequenceMessage(reader.ReadInt64()),
            _ => throw new MalformedDataException("The type of the message is unknown."),
        };
    }

    private static HubMessage ReadInvocation(ref MessagePackReader reader, int type, int fields, IInvocationBinder binder)
    {
        var headers = ReadHeaders(ref reader);
        var invocationId = ReadText(ref reader);
        var target = reader.ReadString();
        var encoded = new MessagePackReader(reader.Skip());
        var streamIds = fields > 5 ? ReadStreamIds(ref reader) : null;
        object?[] arguments;
        try
        {
            arguments = ReadArguments(ref encoded, binder.GetParameterTypes(target));
        }
        catch (Exception error)
        {
            return new InvocationBindingFailureMessage(invocationId, target, ExceptionDispatchInfo.Capture(error));
        }

        HubMethodInvocationMessage invocation = type == HubMessageType.Invocation
            ? new InvocationMessage(invocationId, target, arguments, streamIds)
            : new StreamInvocationMessage(invocationId ?? throw NoInvocationId(), target, arguments, streamIds);
        return WithHeaders(invocation, headers);
    }

    private static HubMessage ReadStreamItem(ref MessagePackReader reader, IInvocationBinder binder)
    {
        var headers = ReadHeaders(ref reader);
        var invocationId = RequiredId(ref reader);
        try
        {
            var item = MessagePackSerializer.DeserializeObject(ref reader, binder.GetStreamItemType(invocationId));
            return WithHeaders(new StreamItemMessage(invocationId, item), headers);
        }
        catch (Exception error)
        {
            return new StreamBindingFailureMessage(invocationId, ExceptionDispatchInfo.Capture(error));
        }
    }

    private static CompletionMessage ReadCompletion(ref MessagePackReader reader, IInvocationBinder binder)
    {
        var headers = ReadHeaders(ref reader);
        var invocationId = RequiredId(ref reader);
        switch (reader.ReadInt32())
        {
            case CompletionKind.Error:
                return WithHeaders(CompletionMessage.WithError(invocationId, reader.ReadString()), headers);
            case CompletionKind.Void:
                return WithHeaders(CompletionMessage.Empty(invocationId), headers);
            case CompletionKind.Result:
                return WithHeaders(ReadResult(ref reader, invocationId, binder), headers);
            default:
                throw new MalformedDataException("The kind of a completion is unknown.");
        }
    }

    private static CompletionMessage ReadResult(ref MessagePackReader reader, string invocationId, IInvocationBinder binder)
    {
        try
        {
            var type = binder.GetReturnType(invocationId);
            return type == typeof(RawResult)
                ? CompletionMessage.WithResult(invocationId, new RawResult(new(reader.Skip().ToArray())))
                : CompletionMessage.WithResult(invocationId, MessagePackSerializer.DeserializeObject(ref reader, type));
        }
        catch (Exception error)
        {
            return CompletionMessage.WithError(invocationId, $"Error trying to read the result. {error.Message}");
        }
    }

    private static CancelInvocationMessage ReadCancel(ref MessagePackReader reader)
    {
        var headers = ReadHeaders(ref reader);
        return WithHeaders(new CancelInvocationMessage(RequiredId(ref reader)), headers);
    }

    private static CloseMessage ReadClose(ref MessagePackReader reader, int fields)
    {
        var error = ReadText(ref reader);
        return new CloseMessage(error, fields > 2 && reader.ReadBoolean());
    }

    private static object?[] ReadArguments(ref MessagePackReader reader, IReadOnlyList<Type> types)
    {
        if (reader.ReadArrayHeader() != types.Count)
        {
            throw new MalformedDataException($"The method takes {types.Count} arguments.");
        }

        var arguments = new object?[types.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = MessagePackSerializer.DeserializeObject(ref reader, types[i]);
        }

        return arguments;
    }

    private static string[]? ReadStreamIds(ref MessagePackReader reader)
    {
        var ids = new string[reader.ReadArrayHeader()];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = reader.ReadString();
        }

        return ids.Length == 0 ? null : ids;
    }

    private static Dictionary<string, string>? ReadHeaders(ref MessagePackReader reader)
    {
        var count = reader.ReadMapHeader();
        if (count > MaxHeaders)
        {
            throw new MalformedDataException($"A message has at most {MaxHeaders} headers.");
        }

        if (count == 0)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(count, StringComparer.Ordinal);
        while (count-- > 0)
        {
            headers[reader.ReadString()] = reader.ReadString();
        }

        return headers;
    }

    private static T WithHeaders<T>(T message, Dictionary<string, string>? headers)
        where T : HubInvocationMessage
    {
        message.Headers = headers;
        return message;
    }

    private static string RequiredId(ref MessagePackReader reader) =>
        ReadText(ref reader) ?? throw NoInvocationId();

    private static MalformedDataException NoInvocationId() => new("The message has no invocation id.");

    private static string? ReadText(ref MessagePackReader reader) => reader.TryReadNil() ? null : reader.ReadString();
}
