using Gateway.Contracts;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>What an edge asks of an owner, in the MessagePack form of the hub contract. The owner believes nothing of it but the token.</summary>
internal sealed record ForwardedCommand
{
    /// <summary>The caller's own token.</summary>
    public required string Token { get; init; }

    public required string SessionId { get; init; }

    public required MxCommand Command { get; init; }

    /// <summary>The process of the owner whose clock <see cref="Until"/> means; empty when the edge does not know one.</summary>
    public string Run { get; init; } = "";

    /// <summary>The time of the owner's clock, in milliseconds, after which the command must not be begun.</summary>
    public long Until { get; init; }

    /// <summary>The edge, for the audit trail and for limits.</summary>
    public string Node { get; init; } = "";

    /// <summary>The address of the edge's client, for the audit trail; absent when it is not known.</summary>
    public string? ClientAddress { get; init; }
}
