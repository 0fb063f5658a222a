namespace Gateway.Web.Platform.Store;

/// <summary>One entry of the audit trail.</summary>
internal sealed class AuditRow
{
    /// <summary>Assigned by the database; later entries have higher ids.</summary>
    public long Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string? Subject { get; init; }

    public string? TokenId { get; init; }

    public required string Action { get; init; }

    public string? SessionId { get; init; }

    public string? RemoteAddress { get; init; }

    /// <summary><c>ok</c>, an error code, or the reason why a log-in was refused.</summary>
    public required string Result { get; init; }

    public string? Detail { get; init; }
}
