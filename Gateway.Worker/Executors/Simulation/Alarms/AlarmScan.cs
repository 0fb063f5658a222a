using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>One scan of the plant, as alarms see it.</summary>
/// <param name="Now">The scan's time.</param>
/// <param name="Changes">Takes what the scan changes.</param>
internal readonly record struct AlarmScan(DateTime Now, AttributeChanges Changes)
{
    public void Set(PlantAttribute attribute, bool value) => Set(attribute, MxValue.FromBoolean(value));

    /// <summary>A number in the form of the attribute's type, which must hold it: truth as 0 and 1, an enum by number.</summary>
    public void Set(PlantAttribute attribute, double number) => Set(attribute, ValueConversion.FromNumber(attribute, number));

    public void Set(PlantAttribute attribute, DateTime value) => Set(attribute, MxValue.FromDate(value));

    public void Set(PlantAttribute attribute, MxValue value) => Changes.Set(attribute, value, Qualities.Good, Now);
}
