using System.Buffers;
using Gateway.Contracts;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// The items of the stream of alarms, as on the hub. A position has its view at its end. While a snapshot is under way there is no position,
/// because only the whole snapshot replaces what the reader had.
/// </summary>
internal sealed class AlarmItemText(AlarmRequest request) : IItemText<AlarmItem>
{
    private string _epoch = "";

    /// <summary>What the stream shows.</summary>
    private string? _streamView;

    /// <summary>What the alarms up to the position were read with.</summary>
    private string? _view = request.View;

    public string? PositionAfter(AlarmItem item)
    {
        switch (item)
        {
            case AlarmStartedItem started:
                _epoch = started.Epoch;
                _streamView = started.View;
                _view ??= started.View;
                // A position of another epoch, and one that is not retained, holds until the snapshot that follows has come.
                return request.After is { } after && (request.Epoch is null || request.Epoch == started.Epoch) ? PositionOf(after) : null;
            case AlarmGapItem gap:
                _epoch = gap.Epoch;
                return null;
            case AlarmAccessItem access:
                _streamView = access.View;
                return null;
            case AlarmSnapshotCompleteItem complete:
                _view = _streamView;
                return PositionOf(complete.AsOf);
            case AlarmTransitionItem transitions:
                _view = transitions.View ?? _view;
                return PositionOf(transitions.Last);
            case AlarmIdleItem idle:
                return PositionOf(idle.Sequence);
            default:
                return null;
        }
    }

    public void Write(IBufferWriter<byte> output, AlarmItem item) => ItemJson.WriteMembers(output, item);

    private string PositionOf(long sequence) => new StreamPoint(_epoch, sequence, _view).ToString();
}
