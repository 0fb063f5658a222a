using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Client.Tests.Fakes;

/// <summary>A hub protocol that is asked for its transfer format only.</summary>
internal sealed class FormatOnlyProtocol(TransferFormat format) : IHubProtocol
{
    public string Name => "format-only";

    public int Version => 1;

    public TransferFormat TransferFormat => format;

    public bool IsVersionSupported(int version) => true;

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => throw new NotSupportedException();

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
        throw new NotSupportedException();

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => throw new NotSupportedException();
}
