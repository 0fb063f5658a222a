using System.Text.Json;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Tokens;

/// <summary>A token as it is listed: all its data except the token itself.</summary>
internal sealed record TokenInfo
{
    /// <summary>The <c>jti</c> of the token.</summary>
    public required string TokenId { get; init; }

    public required string Subject { get; init; }

    public string? Label { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> SessionTags { get; init; }

    /// <summary>The one session that the token is bound to; absent when it is not bound.</summary>
    public string? SessionId { get; init; }

    /// <summary>Globs of the items that the token may read; absent for all items.</summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Globs of the items that the token may write; absent for those that it may read.</summary>
    public IReadOnlyList<string>? Write { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required TokenState State { get; init; }

    public DateTime? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>How the token was created: <c>admin</c>, <c>session</c>, <c>login</c>, <c>startup</c> or <c>offline</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The subject that created the token.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The token from which this token was derived. When the parent is revoked, this token is revoked too.</summary>
    public string? ParentId { get; init; }

    public static TokenInfo Of(TokenEntry entry, DateTimeOffset now) => new()
    {
        TokenId = entry.TokenId,
        Subject = entry.Subject,
        Label = entry.Label,
        Scopes = entry.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        SessionTags = TextsOf(entry.SessionTags)!,
        SessionId = entry.SessionId,
        Read = TextsOf(entry.ReadGlobs),
        Write = TextsOf(entry.WriteGlobs),
        IssuedAt = entry.IssuedAt.UtcDateTime,
        ExpiresAt = entry.ExpiresAt.UtcDateTime,
        State = entry.RevokedAt is not null ? TokenState.Revoked : entry.ExpiresAt <= now ? TokenState.Expired : TokenState.Active,
        RevokedAt = entry.RevokedAt?.UtcDateTime,
        RevokedBy = entry.RevokedBy,
        Source = entry.Source,
        IssuedBy = entry.IssuedBy,
        ParentId = entry.ParentId,
    };

    private static string[]? TextsOf(string? json) => json is null ? null : JsonSerializer.Deserialize<string[]>(json);
}
