using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>The attributes that have changed since their changes were last published. Used only on the executor's thread.</summary>
internal sealed class AttributeChanges
{
    private readonly List<PlantAttribute> _changed = [];

    /// <summary>
    /// Sets the value and the quality of an attribute that clients do not write; does nothing when neither differs.
    /// </summary>
    public void Set(PlantAttribute attribute, MxValue value, int quality, DateTime time)
    {
        if (quality == attribute.Quality && value == attribute.Value)
        {
            return;
        }

        attribute.Store(value);
        attribute.Quality = quality;
        attribute.Time = time;
        Mark(attribute);
    }

    public void Mark(PlantAttribute attribute)
    {
        if (!attribute.ChangePending)
        {
            attribute.ChangePending = true;
            _changed.Add(attribute);
        }
    }

    /// <summary>Passes every attribute that has changed since the last call to the callback, each once.</summary>
    public void Drain(Action<PlantAttribute> publish)
    {
        // The loop uses an index because it would still be correct if publishing added to the list, which it must not do.
        for (var i = 0; i < _changed.Count; i++)
        {
            _changed[i].ChangePending = false;
            publish(_changed[i]);
        }

        _changed.Clear();
    }
}
