namespace Gateway.Web.Access.Live;

/// <summary>Where a connection comes from and how it talks, for people who look at readers. It is what the client says, not proof.</summary>
internal sealed record ConnectionOrigin
{
    public required string ConnectionId { get; init; }

    public string? RemoteAddress { get; init; }

    public UserAgent UserAgent { get; init; } = UserAgent.None;

    /// <summary><c>webSockets</c>, <c>serverSentEvents</c> or <c>longPolling</c> of the hub; <c>http</c> for a request.</summary>
    public string? Transport { get; init; }

    /// <summary><c>json</c> or <c>messagepack</c>; of a request <c>json</c>, <c>ndjson</c> or <c>sse</c>.</summary>
    public string? Protocol { get; init; }
}
