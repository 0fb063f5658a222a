using System.Collections.Frozen;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Callers;

/// <summary>The caller and the rights of its token. Immutable: a renewal creates a new caller.</summary>
internal sealed record Caller
{
    /// <summary>The beginning of the subjects that are the gateway's own. No token is issued for them.</summary>
    public const string OfGateway = "gateway:";

    public required string Subject { get; init; }

    public required string TokenId { get; init; }

    public FrozenSet<string> Scopes { get; init; } = [];

    public FrozenSet<string> SessionTags { get; init; } = [];

    /// <summary>The one session that the token is bound to; null when it is not bound.</summary>
    public string? SessionId { get; init; }

    /// <summary>The items that the token may read; null means all.</summary>
    public ItemGlobSet? Read { get; init; }

    /// <summary>The items that the token may write, as the token says; null when the token does not say.</summary>
    public ItemGlobSet? Write { get; init; }

    /// <summary>
    /// The items that the token may write; null means all. A token that may read only some items must not write others unseen.
    /// </summary>
    public ItemGlobSet? Writable => Write ?? Read;

    /// <summary>The expiry time of the token, without clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The token itself, at a gateway that has to show it to the owner of its site; otherwise null.</summary>
    public PresentedToken? Token { get; init; }

    /// <summary>Where the rights count, at a gateway that serves several sites; null: everywhere.</summary>
    public SiteReach? Sites { get; init; }

    /// <summary>The subject, and at a gateway that serves several sites also the site whose user it is: what is kept for a user is kept under this.</summary>
    public string Account => Sites is { } sites ? $"{sites.Home}\n{Subject}" : Subject;

    /// <summary>Whether the caller has every right on the gateway as a whole, and not only on the sessions of one of its sites.</summary>
    public bool AdministersGateway => IsAdmin && (Sites?.Administers ?? true);

    public bool IsAdmin => Scopes.Contains(Callers.Scopes.Admin);

    /// <summary>True when the token has the scope, or <c>admin</c>, which includes every scope.</summary>
    public bool HasScope(string scope) => IsAdmin || Scopes.Contains(scope);

    /// <summary>Whether the caller is a user of the site, so that its rights count there in full.</summary>
    public bool BelongsTo(string? site) => Sites is null || Sites.Owns(site);
}
