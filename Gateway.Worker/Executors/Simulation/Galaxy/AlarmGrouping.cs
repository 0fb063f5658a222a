using Gateway.Worker.Executors.Simulation.Alarms;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Makes the group of alarms for every object with alarms, and for the areas and objects that contain it.</summary>
internal sealed class AlarmGrouping(IReadOnlyDictionary<string, ObjectPlace> places, AlarmSystem alarms, Action<PlantAttribute> add)
{
    private readonly Dictionary<string, AlarmGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _areas = new(places.Values.Select(place => place.Area), StringComparer.OrdinalIgnoreCase);

    public void Put(PlantAlarm alarm, string objectName)
    {
        alarms.Add(alarm);
        GroupOf(objectName)?.Add(alarm);
        GroupOf(places[objectName].Area)?.Count(alarm);
    }

    /// <summary>The group of an object; null when there is no object with that name.</summary>
    private AlarmGroup? GroupOf(string objectName)
    {
        if (_groups.TryGetValue(objectName, out var group) || !places.TryGetValue(objectName, out var place))
        {
            return group;
        }

        group = new AlarmGroup(place.Name, _areas.Contains(place.Name));
        _groups.Add(place.Name, group);
        alarms.Add(group);
        foreach (var attribute in group.Attributes)
        {
            add(attribute);
        }

        foreach (var outer in new[] { place.Area, place.Container })
        {
            if (GroupOf(outer) is { } found)
            {
                group.BelongTo(found);
            }
        }

        return group;
    }
}
