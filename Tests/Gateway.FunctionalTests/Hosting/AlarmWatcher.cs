using Gateway.Client;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A client's alarm stream and the table that it keeps of it, over a connection of its own.</summary>
internal sealed class AlarmWatcher : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly AlarmTable _table = new();
    private readonly List<AlarmItem> _items = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly GatewayClient _client;
    private readonly Task _reading;

    public AlarmWatcher(GatewayClient client, AlarmRequest request)
    {
        _client = client;
        _client.StateChanged += OnStateChanged;
        _reading = ReadAsync(request);
    }

    /// <summary>The table of now.</summary>
    public T Of<T>(Func<AlarmTable, T> look)
    {
        lock (_gate)
        {
            return look(_table);
        }
    }

    /// <summary>Everything that came, in its order.</summary>
    public IReadOnlyList<AlarmItem> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    public IReadOnlyList<AlarmTransition> Transitions => [.. Items.OfType<AlarmTransitionItem>().SelectMany(item => item.Transitions)];

    public Alarm? Find(string reference) => Of(table => table.Get(reference));

    public AlarmState StateOf(string reference) => Find(reference) is { } alarm ? AlarmClassifier.Of(alarm) : AlarmState.Normal;

    public Task SeesAsync(string reference, AlarmState state) =>
        UntilAsync(table => !table.Stale && !table.AwaitingSnapshot && StateOf(reference) == state, $"{reference} to be {state}, not {StateOf(reference)}");

    public Task UntilAsync(Func<AlarmTable, bool> condition, string phase) =>
        Eventually.Async(() => _reading.IsCompleted || Of(condition), $"{phase}; the last item was {(Items is [.., var last] ? last : null)}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.WithTimeout("the end of the reading");
        _client.StateChanged -= OnStateChanged;
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private void OnStateChanged(object? sender, ConnectionStateChangedEventArgs change)
    {
        if (change.Current != GatewayConnectionState.Connected)
        {
            lock (_gate)
            {
                _table.ConnectionLost();
            }
        }
    }

    private async Task ReadAsync(AlarmRequest request)
    {
        try
        {
            await foreach (var item in _client.AlarmsAsync(request, _stop.Token))
            {
                lock (_gate)
                {
                    _items.Add(item);
                    _table.Apply(item);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}
