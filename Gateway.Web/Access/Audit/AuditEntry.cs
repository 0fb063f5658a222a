namespace Gateway.Web.Access.Audit;

/// <summary>Who did what, where, and with which result. Holds no secret: no token, no password, no value.</summary>
internal sealed record AuditEntry
{
    /// <summary>Result of what was done; everything else is an error code.</summary>
    public const string Ok = "ok";

    /// <summary>One of <see cref="AuditActions"/>, or the name of what was refused.</summary>
    public required string Action { get; init; }

    /// <summary>Null when it is not known who.</summary>
    public string? Subject { get; init; }

    public string? TokenId { get; init; }

    public string? SessionId { get; init; }

    public string? RemoteAddress { get; init; }

    public string Result { get; init; } = Ok;

    /// <summary>For people; cut at <see cref="AuditOptions.MaxDetail"/> characters.</summary>
    public string? Detail { get; init; }
}
