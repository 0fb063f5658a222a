using System.Text.Json.Serialization;

namespace Gateway.Web.Front.Api;

/// <summary>The body of a request that ends a reader.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EndReaderRequest
{
    /// <summary>What the client of the reader is told, at most 200 printable characters; absent for no reason.</summary>
    public string? Reason { get; init; }
}
