namespace Gateway.Contracts;

/// <summary>One site that the gateway takes part in.</summary>
public sealed record OverviewSite
{
    public required string Site { get; init; }

    public required SiteState State { get; init; }

    /// <summary>What is not in order, in words for operators, cut at 200 characters; absent when nothing is.</summary>
    public string? Detail { get; init; }

    /// <summary>Sessions of the site at this gateway.</summary>
    public required int Sessions { get; init; }

    /// <summary>Events of its sessions that the site's log has not acknowledged; of owners only.</summary>
    public long? UnpublishedEvents { get; init; }

    /// <summary>Messages of the site's log, of sessions that are read, that it has not taken; of edges only.</summary>
    public long? UntakenMessages { get; init; }
}
