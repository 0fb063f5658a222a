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
    private static readonly MessagePackSerializerOptions Tolerant = OptionsOf(ContractResolver.Tolerant);

    private static readonly MessagePackSerializerOptions Strict = OptionsOf(ContractResolver.Strict);

    /// <summary>Makes the options those of the hub.</summary>
    public static void Configure(MessagePackHubProtocolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.SerializerOptions = Tolerant;
    }

    /// <summary>Microsoft's protocol with the options of the hub.</summary>
    public static MessagePackHubProtocol CreateProtocol() => Create(Tolerant);

    /// <summary>The same for the gateway, which reads requests: a member that the contract does not have is refused, because a misspelt
    /// restriction would otherwise be none.</summary>
    public static MessagePackHubProtocol CreateRequestProtocol() => Create(Strict);

    private static MessagePackHubProtocol Create(MessagePackSerializerOptions serializer) =>
        new(Options.Create(new MessagePackHubProtocolOptions { SerializerOptions = serializer }));

    private static MessagePackSerializerOptions OptionsOf(ContractResolver resolver) =>
        MessagePackSerializerOptions.Standard.WithResolver(resolver).WithSecurity(MessagePackSecurity.UntrustedData);
}
