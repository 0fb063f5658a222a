using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Executors;

/// <summary>Keeps everything that an executor reports, in order. May be read on any thread.</summary>
/// <param name="time">Clock of the time stamps that <see cref="LatestOf"/> returns.</param>
public sealed class RecordingSink(TimeProvider? time = null) : IExecutorSink
{
    private static readonly IReadOnlyList<MxStatus> Good = [MxStatus.Good];

    private readonly Lock _lock = new();
    private readonly List<object> _log = [];
    private readonly Dictionary<(int Server, int Item), MxEvent> _latest = [];
    private long _sequence;

    public long LatestSequence => Interlocked.Read(ref _sequence);

    /// <summary>
    /// Everything in order: a <see cref="RecordedEvent"/> for an event, an <see cref="ItemInfo"/> for a change, an
    /// <see cref="ItemKey"/> for a removal.
    /// </summary>
    public IReadOnlyList<object> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    public IReadOnlyList<RecordedEvent> Events => [.. Log.OfType<RecordedEvent>()];

    public string? Fault { get; private set; }

    public IReadOnlyList<RecordedEvent> Of(int itemHandle, EventFamily family = EventFamily.OnDataChange) =>
        [.. Events.Where(recorded => recorded.ItemHandle == itemHandle && recorded.Family == family)];

    public MxEvent? LatestOf(int serverHandle, int itemHandle) => _latest.GetValueOrDefault((serverHandle, itemHandle));

    public void OnDataChange(in DataChange change)
    {
        AddEvent(new RecordedEvent(EventFamily.OnDataChange, change.ServerHandle, change.ItemHandle)
        {
            Value = change.Value,
            Quality = change.Quality,
            SourceTime = change.SourceTime,
            RawSourceTime = change.RawTime,
            Statuses = change.Statuses ?? Good,
        });
        _latest[(change.ServerHandle, change.ItemHandle)] = new MxEvent
        {
            Sequence = LatestSequence,
            Family = EventFamily.OnDataChange,
            ServerHandle = change.ServerHandle,
            ItemHandle = change.ItemHandle,
            Value = change.Value,
            Quality = change.Quality,
            SourceTime = change.SourceTime,
            Statuses = change.Statuses ?? Good,
            WorkerTime = (time ?? TimeProvider.System).GetUtcNow().UtcDateTime,
        };
    }

    public void OnWriteComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        AddEvent(new RecordedEvent(EventFamily.OnWriteComplete, serverHandle, itemHandle) { Statuses = statuses ?? Good });

    public void OperationComplete(int serverHandle, int itemHandle, IReadOnlyList<MxStatus>? statuses = null) =>
        AddEvent(new RecordedEvent(EventFamily.OperationComplete, serverHandle, itemHandle) { Statuses = statuses ?? Good });

    public void OnBufferedDataChange(in BufferedDataChange change) => AddEvent(
        new RecordedEvent(EventFamily.OnBufferedDataChange, change.ServerHandle, change.ItemHandle)
        {
            DataType = change.DataType,
            Value = change.Value,
            Qualities = change.Qualities,
            SourceTimes = change.SourceTimes,
            Statuses = change.Statuses ?? Good,
        });

    public void ItemChanged(ItemInfo item) => Add(item);

    public void ItemRemoved(int serverHandle, int itemHandle) => Add(new ItemKey { ServerHandle = serverHandle, ItemHandle = itemHandle });

    public void Faulted(string code, string message) => Fault = $"{code}: {message}";

    private void AddEvent(RecordedEvent recorded)
    {
        Interlocked.Increment(ref _sequence);
        Add(recorded);
    }

    private void Add(object entry)
    {
        lock (_lock)
        {
            _log.Add(entry);
        }
    }
}
