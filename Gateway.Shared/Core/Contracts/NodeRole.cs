using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What a gateway does in its site.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum NodeRole
{
    /// <summary>It has workers, and publishes the events of its sessions.</summary>
    Owner = 0,

    /// <summary>It has no workers, and serves the sessions of the site's owners from the log.</summary>
    Edge = 1,
}
