using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Gateway.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Another hub protocol whose refusals all carry a code, those that SignalR makes itself too. Without it a client learns only
/// that something went wrong on the server. Messages of an unknown type are passed over, as SignalR's specification wants it.
/// </summary>
/// <param name="inner">The protocol.</param>
/// <param name="maxMessageBytes">What a message may have; SignalR shows no more than that of a longer one.</param>
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
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            if (input.Length < before)
            {
                // A type that SignalR does not know: it says there is no message yet, and everything behind would wait for ever.
                message = PingMessage.Instance;
            }
            else if (before >= maxMessageBytes)
            {
                throw new MessageTooLargeException(maxMessageBytes);
            }
        }

        if (message is InvocationBindingFailureMessage failure)
        {
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, Refusal());
        }

        return message is not null;
    }

    // The errors that SignalR makes itself have no code: of a stream called as a method, and of whatever else it may think of.
    private static HubMessage Coded(HubMessage message) =>
        message is CompletionMessage { Error: { } error, InvocationId: { } id } && GatewayException.FromWireMessage(error) is null
            ? new CompletionMessage(id, new GatewayException(CodeOf(error), error).ToWireMessage(), result: null, hasResult: false)
            : message;

    private static GatewayErrorCode CodeOf(string error) => error.StartsWith("The client attempted to invoke", StringComparison.Ordinal)
        ? GatewayErrorCode.InvalidArgument
        : GatewayErrorCode.Internal;

    private static ExceptionDispatchInfo Refusal() => ExceptionDispatchInfo.Capture(new HubException(new GatewayException(
        GatewayErrorCode.InvalidArgument, "There is no such method, or its arguments are not of the documented shape.").ToWireMessage()));
}
