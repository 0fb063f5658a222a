using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Wraps a hub protocol so that every refusal carries a code, including those that SignalR makes itself. Without it, a client would
/// only learn that an error occurred on the server. Messages of an unknown type are ignored, as SignalR's specification requires.
/// </summary>
/// <param name="inner">The wrapped protocol.</param>
/// <param name="maxMessageBytes">Largest size of a message; of a longer one SignalR passes on only that many bytes.</param>
internal sealed class CodedBindingProtocol(IHubProtocol inner, int maxMessageBytes) : IHubProtocol
{
    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(Coded(message));

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(Coded(message), output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var before = input.Length;
        var start = input;
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            if (input.Length < before)
            {
                // The message has a type that SignalR does not know. SignalR would then report that no message has arrived yet, and
                // every later message would wait for ever.
                message = PingMessage.Instance;
            }
            else if (before >= maxMessageBytes)
            {
                throw new MessageTooLargeException(maxMessageBytes);
            }
        }

        if (message is InvocationBindingFailureMessage failure)
        {
            message = new InvocationBindingFailureMessage(failure.InvocationId, BindingRefusal.NameOf(failure.Target), BindingRefusal.Of(failure, inner, start, binder));
        }

        return message is not null;
    }

    // Errors that SignalR makes itself have no code, for example when a stream is called as a method.
    private static HubMessage Coded(HubMessage message) =>
        message is CompletionMessage { Error: { } error, InvocationId: { } id } && GatewayException.FromWireMessage(error) is null
            ? new CompletionMessage(id, new GatewayException(CodeOf(error), error).ToWireMessage(), result: null, hasResult: false)
            : message;

    // Its texts, but for what went wrong in a method, blame the client.
    private static GatewayErrorCode CodeOf(string error) => error.StartsWith("The client attempted to invoke", StringComparison.Ordinal)
        || error.Contains("Client sent ", StringComparison.Ordinal)
        ? GatewayErrorCode.InvalidArgument
        : GatewayErrorCode.Internal;
}
