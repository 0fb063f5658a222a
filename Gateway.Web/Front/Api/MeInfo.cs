using Gateway.Web.Access.Callers;

namespace Gateway.Web.Front.Api;

/// <summary>Answer to <c>GET /api/me</c>: the caller and the rights of its token.</summary>
internal sealed record MeInfo
{
    public required string Subject { get; init; }

    public required string TokenId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> SessionTags { get; init; }

    /// <summary>The one session that the token is bound to; absent when it is not bound.</summary>
    public string? SessionId { get; init; }

    /// <summary>Globs of the items that the token may read; absent for all items.</summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Globs of the items that the token may write; absent for all items.</summary>
    public IReadOnlyList<string>? Write { get; init; }

    public required DateTime ExpiresAt { get; init; }

    /// <summary>True when the caller may manage tokens and read the audit trail and diagnostics.</summary>
    public required bool IsAdmin { get; init; }

    public static MeInfo Of(Caller caller, IAccessPolicy access) => new()
    {
        Subject = caller.Subject,
        TokenId = caller.TokenId,
        Scopes = [.. caller.Scopes.Order(StringComparer.Ordinal)],
        SessionTags = [.. caller.SessionTags.Order(StringComparer.Ordinal)],
        SessionId = caller.SessionId,
        Read = caller.Read?.Patterns,
        Write = caller.Writable?.Patterns,
        ExpiresAt = caller.ExpiresAt.UtcDateTime,
        IsAdmin = access.Allows(caller, GatewayAction.ManageTokens, null),
    };
}
