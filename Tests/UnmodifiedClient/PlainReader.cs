namespace UnmodifiedClient;

/// <summary>One stream that is being read. Any thread may look at the received items; disposing cancels the stream.</summary>
public sealed class PlainReader : IDisposable
{
    private const long DataChange = 1;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _packed;
    private readonly List<long> _sequences = [];
    private readonly Dictionary<long, List<object?>> _values = [];
    private Dictionary<string, object?>? _first;

    public PlainReader(Func<CancellationToken, IAsyncEnumerable<Dictionary<string, object?>>> open, bool packed)
    {
        _packed = packed;
        Ended = ReadAsync(open(_stop.Token));
    }

    /// <summary>
    /// Completes when the server has ended the stream, with its error if there is one, and when the stream was cancelled.
    /// </summary>
    public Task Ended { get; }

    public Dictionary<string, object?> First
    {
        get
        {
            lock (_gate)
            {
                return _first ?? throw new InvalidOperationException("Nothing has come yet.");
            }
        }
    }

    public IReadOnlyList<long> Sequences
    {
        get
        {
            lock (_gate)
            {
                return [.. _sequences];
            }
        }
    }

    /// <summary>The values of the item in order, as the protocol carries them.</summary>
    public IReadOnlyList<object?> ValuesOf(long itemHandle)
    {
        lock (_gate)
        {
            return _values.TryGetValue(itemHandle, out var values) ? [.. values] : [];
        }
    }

    public void Dispose() => _stop.Cancel();

    private async Task ReadAsync(IAsyncEnumerable<Dictionary<string, object?>> items)
    {
        try
        {
            await foreach (var item in items)
            {
                Take(item);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The stream was cancelled on request.
        }
    }

    private void Take(Dictionary<string, object?> item)
    {
        lock (_gate)
        {
            _first ??= item;
            foreach (var one in item["kind"] is "events" ? (object?[])item["events"]! : [])
            {
                if (_packed)
                {
                    TakeRow((object?[])one!);
                }
                else
                {
                    TakeEvent((Dictionary<string, object?>)one!);
                }
            }
        }
    }

    // The MessagePack form of an event: sequence, family, server handle, item handle, …, with the variant's type in field 8 and
    // its value in field 9.
    private void TakeRow(object?[] row) => Take((long)row[0]!, row[1] is DataChange, (long)row[3]!, row.ElementAtOrDefault(9));

    private void TakeEvent(Dictionary<string, object?> one) =>
        Take((long)one["sequence"]!, one["family"] is "OnDataChange", (long)one["itemHandle"]!, one.GetValueOrDefault("value"));

    private void Take(long sequence, bool isChange, long itemHandle, object? value)
    {
        _sequences.Add(sequence);
        if (isChange)
        {
            _values.TryAdd(itemHandle, []);
            _values[itemHandle].Add(value);
        }
    }
}
