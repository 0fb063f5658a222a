using Gateway.Contracts;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>What an edge asks of an owner, in the MessagePack form of the hub contract. The owner believes nothing of it but the token.</summary>
internal sealed record ForwardedCall
{
    private const int LongestMethod = 32;

    /// <summary>The caller's own token.</summary>
    public required string Token { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The method of the hub; absent means <c>Invoke</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The command of <c>Invoke</c>.</summary>
    public MxCommand? Command { get; init; }

    /// <summary>The tag of <c>SetSessionTag</c>; absent means none.</summary>
    public string? SessionTag { get; init; }

    /// <summary>What <c>FindItems</c> looks for.</summary>
    public FindItemsRequest? Find { get; init; }

    /// <summary>The process of the owner whose clock <see cref="Until"/> means; empty when the edge does not know one.</summary>
    public string Run { get; init; } = "";

    /// <summary>The time of the owner's clock, in milliseconds, after which the call must not be begun.</summary>
    public long Until { get; init; }

    /// <summary>The edge, for the audit trail and for limits.</summary>
    public string Node { get; init; } = "";

    /// <summary>The address of the edge's client, for the audit trail; absent when it is not known.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The command or the method, for people.</summary>
    public string NameForPeople() => Command is { } command ? command.Method.ToString() : Method is { Length: <= LongestMethod } method ? method : "The call";
}
