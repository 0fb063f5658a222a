namespace Gateway.Contracts;

/// <summary>
/// The result of probing the platform. A platform that came back serves new registrations only: servers that were registered before
/// <see cref="Since"/> must be registered again together with their items.
/// </summary>
public sealed record PlatformInfo
{
    public required PlatformState State { get; init; }

    /// <summary>When this state was first observed, UTC.</summary>
    public DateTime Since { get; init; }
}
