using System.Collections.Frozen;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Callers;

/// <summary>Who calls and what his token says. Immutable: renewed rights are a new caller.</summary>
internal sealed record Caller
{
    public required string Subject { get; init; }

    public required string TokenId { get; init; }

    public FrozenSet<string> Scopes { get; init; } = [];

    public FrozenSet<string> SessionTags { get; init; } = [];

    /// <summary>The one session this token is for; null means it is not bound.</summary>
    public string? SessionId { get; init; }

    /// <summary>The items it sees; null means all.</summary>
    public ItemGlobSet? Read { get; init; }

    /// <summary>The items it writes, as the token says; null means the token does not say.</summary>
    public ItemGlobSet? Write { get; init; }

    /// <summary>The items it may write; null means all. A token that is bound in what it sees does not write blindly elsewhere.</summary>
    public ItemGlobSet? Writable => Write ?? Read;

    /// <summary>End of the token's life, without clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public bool IsAdmin => Scopes.Contains(Callers.Scopes.Admin);

    /// <summary>True when the token carries the scope, or <c>admin</c>, which implies each.</summary>
    public bool HasScope(string scope) => IsAdmin || Scopes.Contains(scope);
}
