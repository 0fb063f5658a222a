using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>A write that takes effect in every session of a shared plant.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Value">The new value, of the attribute's type.</param>
/// <param name="Time">The time stamp of the value.</param>
/// <param name="Now">The time at which the write takes effect.</param>
/// <param name="User">The user of the write; empty for none.</param>
internal sealed record PlantWrite(string Name, MxValue Value, DateTime Time, DateTime Now, string User);
