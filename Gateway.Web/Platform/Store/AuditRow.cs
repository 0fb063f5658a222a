namespace Gateway.Web.Platform.Store;

/// <summary>One line of the audit trail.</summary>
internal sealed class AuditRow
{
    /// <summary>Given by the database, growing.</summary>
    public long Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string? Subject { get; init; }

    public string? TokenId { get; init; }

    public required string Action { get; init; }

    public string? SessionId { get; init; }

    public string? RemoteAddress { get; init; }

    /// <summary><c>ok</c>, or an error code.</summary>
    public required string Result { get; init; }

    public string? Detail { get; init; }
}
