using Gateway.Client;
using Gateway.Contracts;
using Gateway.LoadTest.Clients;
using Gateway.Testing;
using Gateway.Wire;

namespace Gateway.LoadTest.Alarms;

/// <summary>A client that reads the alarms, and how late transitions of its callbacks arrive.</summary>
internal sealed class AlarmProbe : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _raised = new(StringComparer.OrdinalIgnoreCase);
    private readonly GatewayClient _client;
    private readonly Task _reading;
    private Latencies _latencies = new();
    private long _position;

    public AlarmProbe(GatewayClient client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    /// <summary>What went wrong; null while everything comes once and in order.</summary>
    public string? Fault { get; private set; }

    /// <summary>The last transition that came.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Transitions since <see cref="Restart"/>.</summary>
    public int Transitions { get; private set; }

    /// <summary>Raises and clears since <see cref="Restart"/>; the latencies of those by callbacks are counted.</summary>
    public int Moves { get; private set; }

    /// <summary>Different alarms that were raised since <see cref="Restart"/>.</summary>
    public int Raised
    {
        get
        {
            lock (_gate)
            {
                return _raised.Count;
            }
        }
    }

    /// <summary>Counts from here on.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            (_latencies, Transitions, Moves) = (new Latencies(), 0, 0);
            _raised.Clear();
        }
    }

    /// <summary>The limit in milliseconds within which this share of the moves came, from the worker's callback to this client.</summary>
    public double Percentile(double share)
    {
        lock (_gate)
        {
            return _latencies.Percentile(share);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.WithTimeout("the end of the alarms");
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var item in _client.AlarmsAsync(cancellationToken: _stop.Token))
            {
                var now = MeasuredWindow.NowMicroseconds();
                lock (_gate)
                {
                    Take(item, now);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            Fault = error.Message;
        }
    }

    private void Take(AlarmItem item, long now)
    {
        switch (item)
        {
            case AlarmGapItem gap:
                Fault = $"A gap came: {gap.Reason}.";
                break;
            case AlarmSnapshotCompleteItem complete:
                Volatile.Write(ref _position, complete.AsOf);
                break;
            case AlarmTransitionItem transitions:
                foreach (var transition in transitions.Transitions)
                {
                    Take(transition, now);
                }

                break;
        }
    }

    private void Take(AlarmTransition transition, long now)
    {
        Fault ??= transition.Sequence == _position + 1 ? null : $"Transition {transition.Sequence} came after {_position}.";
        Volatile.Write(ref _position, transition.Sequence);
        Transitions++;
        if (transition.Kind == AlarmTransitionKind.Raised)
        {
            _raised.Add(transition.Alarm.Reference);
        }

        if (transition.Kind is AlarmTransitionKind.Raised or AlarmTransitionKind.Cleared)
        {
            Moves++;
            if (transition is { Cause: AlarmCause.Live, CallbackTime: { } callback })
            {
                _latencies.Add(now - WireTime.ToMicroseconds(callback), 1);
            }
        }
    }
}
