using System.Text.Json.Serialization;
using Gateway.Contracts;

namespace Gateway.Web.Distribution;

/// <summary>A <see cref="SnapshotItem"/> on its way out: the same wire shape, the events still encoded.</summary>
[JsonConverter(typeof(OutgoingSnapshotJsonConverter))]
internal sealed record OutgoingSnapshot(long AsOf, EventRows? Rows) : StreamItem
{
    public override string Kind => SnapshotItem.KindName;
}
