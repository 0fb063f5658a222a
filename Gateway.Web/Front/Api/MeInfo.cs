using Gateway.Web.Access.Callers;

namespace Gateway.Web.Front.Api;

/// <summary>Answer to <c>GET /api/me</c>: who the caller is and what his token says.</summary>
internal sealed record MeInfo
{
    public required string Subject { get; init; }

    public required string TokenId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> SessionTags { get; init; }

    /// <summary>The one session the token is for; absent when it is not bound.</summary>
    public string? SessionId { get; init; }

    /// <summary>Item reference globs it sees; absent for all items.</summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Item reference globs it may write; absent for all items.</summary>
    public IReadOnlyList<string>? Write { get; init; }

    public required DateTime ExpiresAt { get; init; }

    /// <summary>True when tokens, the audit trail and diagnostics may be managed.</summary>
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
