using System.Text.Json;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Tokens;

/// <summary>A token as it is listed: everything but the token.</summary>
internal sealed record TokenInfo
{
    /// <summary>Its <c>jti</c>.</summary>
    public required string TokenId { get; init; }

    public required string Subject { get; init; }

    public string? Label { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> SessionTags { get; init; }

    /// <summary>The one session it is for; absent when it is not bound.</summary>
    public string? SessionId { get; init; }

    /// <summary>Item reference globs it sees; absent for all items.</summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Item reference globs it writes; absent for those it sees.</summary>
    public IReadOnlyList<string>? Write { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required TokenState State { get; init; }

    public DateTime? RevokedAt { get; init; }

    public string? RevokedBy { get; init; }

    /// <summary>How it came about: <c>admin</c>, <c>session</c>, <c>login</c>, <c>startup</c> or <c>offline</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Subject that made it.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The token it was derived from, and is revoked with.</summary>
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
