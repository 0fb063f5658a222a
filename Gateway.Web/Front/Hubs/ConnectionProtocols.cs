using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Front.Hubs;

/// <summary>Gives each connection a protocol of its own, which knows the connection's calls.</summary>
internal sealed class ConnectionProtocols(IEnumerable<IHubProtocol> protocols) : IHubProtocolResolver
{
    public IReadOnlyList<IHubProtocol> AllProtocols { get; } = [.. protocols];

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        AllProtocols.FirstOrDefault(protocol => string.Equals(protocol.Name, protocolName, StringComparison.OrdinalIgnoreCase)
            && (supportedProtocols is null || supportedProtocols.Contains(protocol.Name, StringComparer.OrdinalIgnoreCase))) is { } known
            ? new CallIdsProtocol(known)
            : null;
}
