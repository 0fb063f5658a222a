using Gateway.Events;

namespace Gateway.Contracts;

/// <summary>The latest OnDataChange per item as of a sequence. Never live events; the events after <see cref="AsOf"/> follow.</summary>
public sealed record SnapshotItem : StreamItem
{
    public const string KindName = "snapshot";

    public override string Kind => KindName;

    public required long AsOf { get; init; }

    public required IReadOnlyList<MxEvent> Events { get; init; }

    /// <summary>The latest values with one list per field. With MessagePack no event is made for them.</summary>
    public EventColumns Columns() => EventColumns.Of(Events);
}
