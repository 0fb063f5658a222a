namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// A user of the simulated galaxy, with either the password itself or its SHA-256. These are credentials for demonstrations.
/// </summary>
internal sealed record GalaxyUser
{
    public required string Name { get; init; }

    public string? Password { get; init; }

    /// <summary>SHA-256 of the password's UTF-8 bytes.</summary>
    public byte[]? PasswordHash { get; init; }

    public Guid? Guid { get; init; }

    /// <summary>Hides the name and the password, so that they cannot reach a log by accident.</summary>
    public override string ToString() => nameof(GalaxyUser);
}
