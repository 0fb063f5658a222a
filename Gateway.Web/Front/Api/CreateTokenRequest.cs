using System.Text.Json.Serialization;

namespace Gateway.Web.Front.Api;

/// <summary>What <c>POST /api/tokens</c> takes.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateTokenRequest
{
    /// <summary>Whom the token stands for. Absent: the caller. Who shares a session may append to his own: <c>ada/browser-1</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>What it is for, for people: up to 200 characters.</summary>
    public string? Label { get; init; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? SessionTags { get; init; }

    /// <summary>The one session it is for. Needed unless the caller is an admin.</summary>
    public string? SessionId { get; init; }

    /// <summary>Item reference globs it sees. Absent: what the caller sees.</summary>
    public IReadOnlyList<string>? Read { get; init; }

    /// <summary>Item reference globs it writes. Absent: what it sees, within what the caller writes.</summary>
    public IReadOnlyList<string>? Write { get; init; }

    /// <summary>Seconds. Absent: an hour, or the rest of the caller's own token where that is less.</summary>
    public int? LifetimeSeconds { get; init; }
}
