using System.Text.Json.Serialization;

namespace Gateway.Web.Front.Api;

/// <summary>The body of a request that saves a set of items.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ItemSetRequest
{
    /// <summary>The item references.</summary>
    public IReadOnlyList<string>? Items { get; init; }
}
