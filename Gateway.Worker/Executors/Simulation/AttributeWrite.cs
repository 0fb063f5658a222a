namespace Gateway.Worker.Executors.Simulation;

/// <summary>A write that took effect, for whatever follows from it.</summary>
/// <param name="Now">The moment it took effect.</param>
/// <param name="User">The name of the user it was made for; empty when it was made for none.</param>
/// <param name="Changes">Takes what follows.</param>
internal readonly record struct AttributeWrite(DateTime Now, string User, AttributeChanges Changes);
