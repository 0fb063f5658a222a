namespace Gateway.Contracts;

/// <summary>
/// What probing the platform found. A platform that came back serves new registrations only: servers registered before
/// <see cref="Since"/> must be registered anew with their items.
/// </summary>
public sealed record PlatformInfo
{
    public required PlatformState State { get; init; }

    /// <summary>When the state was first seen, UTC.</summary>
    public DateTime Since { get; init; }
}
