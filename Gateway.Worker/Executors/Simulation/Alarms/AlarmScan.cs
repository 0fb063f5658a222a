using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>One scan of the plant, with what alarms need of it.</summary>
/// <param name="Now">Time of the scan.</param>
/// <param name="Changes">Records the attributes that the scan changes.</param>
internal readonly record struct AlarmScan(DateTime Now, AttributeChanges Changes)
{
    public void Set(PlantAttribute attribute, bool value) => Set(attribute, MxValue.FromBoolean(value));

    /// <summary>
    /// Sets a number, which must fit the attribute's type, as a value of that type: booleans from 0 and 1, an enum by its number.
    /// </summary>
    public void Set(PlantAttribute attribute, double number) => Set(attribute, ValueConversion.FromNumber(attribute, number));

    public void Set(PlantAttribute attribute, DateTime value) => Set(attribute, MxValue.FromDate(value));

    public void Set(PlantAttribute attribute, MxValue value) => Changes.Set(attribute, value, Qualities.Good, Now);
}
