using System.Text.Json.Serialization;

namespace Gateway.Web.Front.Api;

/// <summary>The body of a request that has a session traced.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TraceRequest
{
    /// <summary>For how long, from 1 to 60; 0 ends it now; absent for ten minutes.</summary>
    public int? Minutes { get; init; }
}
