namespace Gateway.Worker.Executors.Simulation;

/// <summary>A write that has taken effect, for code that reacts to it.</summary>
/// <param name="Now">The time at which the write took effect.</param>
/// <param name="User">The name of the user of the write; empty for none.</param>
/// <param name="Changes">Records the attributes that change in consequence.</param>
internal readonly record struct AttributeWrite(DateTime Now, string User, AttributeChanges Changes);
