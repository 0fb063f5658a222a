namespace Gateway.Web.Access.Audit;

/// <summary>Who did what, where, and with which result. It holds no secret: no token, no password, no item value.</summary>
internal sealed record AuditEntry
{
    /// <summary>The result of an action that was done. Any other result is an error code or the reason of a refusal.</summary>
    public const string Ok = "ok";

    /// <summary>One of <see cref="AuditActions"/>, or the name of the refused method or request.</summary>
    public required string Action { get; init; }

    /// <summary>Null when it is not known who acted.</summary>
    public string? Subject { get; init; }

    public string? TokenId { get; init; }

    public string? SessionId { get; init; }

    public string? RemoteAddress { get; init; }

    public string Result { get; init; } = Ok;

    /// <summary>A text for people; cut at <see cref="AuditOptions.MaxDetail"/> characters.</summary>
    public string? Detail { get; init; }
}
