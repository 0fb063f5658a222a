using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Raises the data change events of advised items: the first one after Advise, then one per change. Used only on the executor's
/// thread.
/// </summary>
internal sealed class ItemPublisher(IMxEvents events, Schedule schedule)
{
    /// <summary>Publishes the attribute's change to every item that is advised on it.</summary>
    public void PublishChange(PlantAttribute attribute)
    {
        foreach (var item in attribute.Subscribers)
        {
            Publish(item);
        }
    }

    /// <summary>Raises an event if the item's value or quality differs from the last one that was raised.</summary>
    public void Publish(SimulatedItem item)
    {
        if (!item.IsResolved || item.IsSuspended)
        {
            return;
        }

        var found = item.Reference.TryRead(out var value);
        var quality = found ? item.Reference.Quality : Qualities.Bad;
        if (quality != item.LastQuality || value != item.LastValue)
        {
            Deliver(item, value, quality, found);
        }
    }

    /// <summary>Raises the first callback after Advise: the current value, or the status that says why there is none.</summary>
    public void PublishFirst(SimulatedItem item)
    {
        if (item.Reference.Failure is { } failure)
        {
            RaiseFailure(item, failure);
            return;
        }

        item.IsResolved = true;
        var found = item.Reference.TryRead(out var value);
        Deliver(item, value, found ? item.Reference.Quality : Qualities.Bad, found);
    }

    /// <summary>Delivers the samples that a buffered item has collected, if there are any.</summary>
    public void Flush(SimulatedItem item)
    {
        if (item.Samples is not { Count: > 0 } samples || item.Advised == AdviseKind.None || item.IsSuspended)
        {
            return;
        }

        var attribute = item.Reference.Attribute!;
        var (values, qualities, times) = samples.Take(item.LastValue.Type);
        events.OnBufferedDataChange(new BufferedDataChange(
            item.ServerHandle, item.ItemHandle, attribute.DataType, values, qualities, times));
    }

    private void Deliver(SimulatedItem item, MxValue value, int quality, bool found)
    {
        item.LastValue = value;
        item.LastQuality = quality;
        var time = item.Reference.Attribute!.Time;
        if (item.Samples is { } samples)
        {
            samples.Add(value, quality, time);
            return;
        }

        // The element is beyond the end of the array, because a shorter array has been written since.
        IReadOnlyList<MxStatus>? statuses = found ? null : [Statuses.InvalidReference];
        events.OnDataChange(new DataChange(item.ServerHandle, item.ItemHandle, value, quality, time, statuses));
    }

    private void RaiseFailure(SimulatedItem item, MxStatus failure)
    {
        if (item.Samples is null)
        {
            events.OnDataChange(new DataChange(
                item.ServerHandle, item.ItemHandle, MxValue.Empty, Qualities.Bad, schedule.UtcNow, [failure]));
        }
        else
        {
            events.OnBufferedDataChange(new BufferedDataChange(
                item.ServerHandle, item.ItemHandle, MxDataType.Unknown, MxValue.Empty, MxValue.Empty, MxValue.Empty, [failure]));
        }
    }
}
