using System.Text.Json.Serialization;
using Gateway.Contracts;

namespace Gateway.Web.Distribution;

/// <summary>An <see cref="EventsItem"/> on its way out: the same wire shape, the events still encoded.</summary>
[JsonConverter(typeof(OutgoingEventsJsonConverter))]
internal sealed record OutgoingEvents(long First, long Last, RowSlice[] Slices) : StreamItem
{
    public override string Kind => EventsItem.KindName;
}
