using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>How a gateway stands in one site. The numbers are values of the metric <c>gateway.cluster.status</c>, where 0 is: it belongs to no site.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SiteState
{
    /// <summary>NATS cannot be used now.</summary>
    Away = 1,

    /// <summary>Another gateway publishes for the same store.</summary>
    Refused = 2,

    /// <summary>It is an owner, and publishes the events of its sessions.</summary>
    Publishing = 3,

    /// <summary>It is an edge, and serves the sessions of other nodes.</summary>
    Serving = 4,
}
