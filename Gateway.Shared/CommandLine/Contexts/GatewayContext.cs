using System.Text.Json.Serialization;

namespace Gateway.CommandLine.Contexts;

/// <summary>One gateway that the user has logged in to. The text form omits the token.</summary>
internal sealed record GatewayContext
{
    public required string Name { get; init; }

    public required string Url { get; init; }

    public required string Token { get; init; }

    /// <summary>Whose token it is.</summary>
    public string? Subject { get; init; }

    /// <summary>When the token ends, UTC.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The session that commands use when none is named.</summary>
    public string? Session { get; init; }

    [JsonIgnore]
    public Uri Address => Connecting.GatewayAddress.Parse(Url);

    public override string ToString() => $"{Name} at {Url}";
}
