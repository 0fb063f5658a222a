using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

/// <summary>A connection that accepts text and bytes.</summary>
internal sealed class AnyFormat : ITransferFormatFeature
{
    public TransferFormat SupportedFormats => TransferFormat.Text | TransferFormat.Binary;

    public TransferFormat ActiveFormat { get; set; } = TransferFormat.Text;
}
