using System.Text.Json.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Front.Api;

/// <summary>Body of <c>POST /api/tokens</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateTokenRequest
{
    /// <summary>The lifetime of a token, unless the request or the rest of the caller's own token says otherwise.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// The subject of the token. When absent, it is the caller's subject. Callers that are not admins may only append a part to their
    /// own subject: <c>ada/browser-1</c>.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>What the token is for, as a text for people of at most 200 characters.</summary>
    public string? Label { get; init; }

    /// <summary>The scopes of the token, at least one.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? SessionTags { get; init; }

    /// <summary>The one session that the token is bound to. Required unless the caller is an admin.</summary>
    public string? SessionId { get; init; }

    /// <summary>
    /// Globs of the items that the token may read. When absent: all items if the caller is an admin, otherwise the items that the
    /// caller's token may read.
    /// </summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>
    /// Globs of the items that the token may write. When absent: the write globs of the caller's token if the caller is not an admin
    /// and its token has some, otherwise the items that the new token may read.
    /// </summary>
    public IReadOnlyList<string>? Write { get; init; }

    /// <summary>
    /// The lifetime in seconds. When absent: one hour, or the remaining lifetime of the caller's token if that is shorter and the
    /// caller is not an admin.
    /// </summary>
    public int? LifetimeSeconds { get; init; }

    /// <summary>The token that is asked for.</summary>
    /// <param name="caller">Whose subject the token has when the request names none.</param>
    /// <param name="lifetime">The lifetime when the request names none.</param>
    public TokenRequest ToRequest(Caller caller, TimeSpan lifetime) => new()
    {
        Subject = Subject ?? caller.Subject,
        Label = Label,
        Scopes = Scopes!,
        SessionTags = SessionTags ?? [],
        SessionId = SessionId,
        Read = Read,
        Write = Write,
        Lifetime = LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : lifetime,
    };
}
