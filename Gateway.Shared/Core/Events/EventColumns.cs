namespace Gateway.Events;

/// <summary>
/// The data changes of an item with one list per field, element <c>i</c> of each belonging to the same event. Made for historians and
/// calculations: no object per event. Events of other families are not among them.
/// </summary>
public sealed class EventColumns
{
    /// <summary>How many data changes there are: the length of each list.</summary>
    public required int Count { get; init; }

    public required ReadOnlyMemory<long> Sequences { get; init; }

    public required ReadOnlyMemory<int> ServerHandles { get; init; }

    public required ReadOnlyMemory<int> ItemHandles { get; init; }

    /// <summary>When the callback ran in the worker, in UTC.</summary>
    public required ReadOnlyMemory<DateTime> WorkerTimes { get; init; }

    /// <summary>The items' own time stamps in UTC; <see cref="DateTime.MinValue"/>, which no item has, where there was none.</summary>
    public required ReadOnlyMemory<DateTime> SourceTimes { get; init; }

    /// <summary>Raw OPC DA qualities.</summary>
    public required ReadOnlyMemory<int> Qualities { get; init; }

    /// <summary>Numbers and booleans (0, 1); NaN for everything else.</summary>
    public required ReadOnlyMemory<double> Values { get; init; }

    /// <summary>The columns of an item's events.</summary>
    public static EventColumns Of(IReadOnlyList<MxEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events is RowBlock rows)
        {
            return rows.Columns();
        }

        var columns = new ColumnBuilder(events.Count);
        foreach (var each in events)
        {
            columns.Add(each);
        }

        return columns.Finish();
    }
}
