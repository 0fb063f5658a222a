using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>The events of the monitor's session as readings of alarms.</summary>
internal sealed class EventReadings(ItemTable items)
{
    private readonly Dictionary<(int Server, int Item), (ItemMeaning Meaning, string Root, AlarmAttribute? Attribute)> _known = [];
    private int _version;

    public static IEnumerable<MxEvent> EventsOf(StreamItem item) => item switch
    {
        OutgoingEvents events => events.Slices.SelectMany(slice => Enumerable.Range(slice.Start, slice.Count).Select(index => Decode(slice.Rows, index))),
        OutgoingSnapshot { Rows: { } rows } => Enumerable.Range(0, rows.Count).Select(index => Decode(rows, index)),
        _ => [],
    };

    /// <summary>The item reference of an event; null when it is not known.</summary>
    public string? ReferenceOf(MxEvent one) => items.MeaningOf(one.ServerHandle, one.ItemHandle, one.Sequence).Item?.ItemDefinition;

    /// <summary>The alarm and the reading of an OnDataChange; null for other events and other items.</summary>
    public (string Root, AlarmReading Reading)? ReadingOf(MxEvent one)
    {
        if (one is not { Family: EventFamily.OnDataChange, Value: { } value, Quality: { } quality } || Find(one) is not { Attribute: { } attribute } found)
        {
            return null;
        }

        return (found.Root, new AlarmReading(attribute, value, quality, AlarmQuality.IsGood(quality, one.Statuses), one.SourceTime, one.WorkerTime));
    }

    private (ItemMeaning Meaning, string Root, AlarmAttribute? Attribute) Find(MxEvent one)
    {
        if (_version != items.Version)
        {
            _known.Clear();
            _version = items.Version;
        }

        var key = (one.ServerHandle, one.ItemHandle);
        if (!_known.TryGetValue(key, out var found) || one.Sequence <= found.Meaning.After || one.Sequence > found.Meaning.UpTo)
        {
            var meaning = items.MeaningOf(one.ServerHandle, one.ItemHandle, one.Sequence);
            _known[key] = found = Split(meaning);
        }

        return found;
    }

    private static (ItemMeaning Meaning, string Root, AlarmAttribute? Attribute) Split(ItemMeaning meaning)
    {
        var reference = meaning.Item is { } item ? ItemReference.Normal(item.ItemDefinition) : "";
        var dot = reference.LastIndexOf('.');
        return dot > 0 && Enum.TryParse<AlarmAttribute>(reference[(dot + 1)..], ignoreCase: true, out var attribute)
            ? (meaning, reference[..dot], attribute)
            : (meaning, "", null);
    }

    private static MxEvent Decode(EncodedRows rows, int index)
    {
        var reader = new WireReader(rows.Rows(index, 1));
        return EventRow.Read(ref reader);
    }
}
