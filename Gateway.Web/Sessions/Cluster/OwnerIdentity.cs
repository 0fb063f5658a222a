using Gateway.Web.Platform.Store;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Who publishes: the store that the sessions belong to, the node, and the process.</summary>
internal sealed class OwnerIdentity(GatewayStore store, IOptions<ClusterOptions> options)
{
    /// <summary>The instance of the store. A copy of the store has the same one.</summary>
    public string Instance => store.InstanceId;

    public string Node => options.Value.NodeName;

    /// <summary>Identifies this process: two processes with copies of one store may even have the same node name.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N");
}
