using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>What the site's directory says of a session. The key is its id.</summary>
internal sealed record SiteEntry
{
    public required string SessionId { get; init; }

    public string? Name { get; init; }

    public string? SessionTag { get; init; }

    public required string Backend { get; init; }

    /// <summary>The subject that opened the session.</summary>
    public required string Owner { get; init; }

    public string? ClientIdentity { get; init; }

    public string? CorrelationId { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>How long the session lives without activity at its owner, in seconds.</summary>
    public int? LeaseSeconds { get; init; }

    public bool? CloseWhenDetached { get; init; }

    /// <summary>The node that has the session's worker, and the instance of its store.</summary>
    public required string Node { get; init; }

    public required string Instance { get; init; }

    public string? Epoch { get; init; }

    public required SessionState State { get; init; }

    public SessionFault? Fault { get; init; }

    public static SiteEntry Of(Session session, OwnerIdentity owner)
    {
        var (identity, status) = (session.Identity, session.Status);
        return new SiteEntry
        {
            SessionId = identity.SessionId,
            Name = identity.Name,
            SessionTag = identity.SessionTag,
            Backend = identity.Backend,
            Owner = identity.Owner,
            ClientIdentity = identity.ClientIdentity,
            CorrelationId = identity.CorrelationId,
            CreatedAt = identity.CreatedAt,
            LeaseSeconds = session.Lease.Seconds,
            CloseWhenDetached = session.Lease.CloseWhenDetached,
            Node = owner.Node,
            Instance = owner.Instance,
            Epoch = session.Distributor.Epoch.Length == 0 ? null : session.Distributor.Epoch,
            State = status.State,
            Fault = status.Fault,
        };
    }
}
