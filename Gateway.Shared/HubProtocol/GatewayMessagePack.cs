using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Gateway.HubProtocol;

/// <summary>
/// The settings of SignalR's hub protocol <c>messagepack</c>, for the gateway and for its .NET clients. Contract objects are maps
/// with the JSON names, events are rows (see <see cref="Events.EventRow"/>).
/// </summary>
public static class GatewayMessagePack
{
    private static readonly MessagePackSerializerOptions Serializer =
        MessagePackSerializerOptions.Standard.WithResolver(ContractResolver.Instance).WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>Makes the options those of the hub.</summary>
    public static void Configure(MessagePackHubProtocolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.SerializerOptions = Serializer;
    }

    /// <summary>Microsoft's protocol with the options of the hub.</summary>
    public static MessagePackHubProtocol CreateProtocol()
    {
        var options = new MessagePackHubProtocolOptions();
        Configure(options);
        return new MessagePackHubProtocol(Options.Create(options));
    }
}
