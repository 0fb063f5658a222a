using Gateway.Events;

namespace Gateway.Contracts;

/// <summary>
/// Events in order. <see cref="First"/> to <see cref="Last"/> is the span the item accounts for, including events the
/// filter passed over, so spans of consecutive items join without a hole and <see cref="Last"/> is the new position.
/// </summary>
public sealed record EventsItem : StreamItem
{
    public const string KindName = "events";

    public override string Kind => KindName;

    public required long First { get; init; }

    public required long Last { get; init; }

    public required IReadOnlyList<MxEvent> Events { get; init; }

    /// <summary>The data changes with one list per field. With MessagePack no event is made for them.</summary>
    public EventColumns Columns() => EventColumns.Of(Events);
}
