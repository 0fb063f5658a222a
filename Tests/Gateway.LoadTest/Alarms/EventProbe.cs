using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.LoadTest.Clients;
using Gateway.Testing;
using Gateway.Wire;

namespace Gateway.LoadTest.Alarms;

/// <summary>A client that reads an ordinary session, and how late its events arrive.</summary>
internal sealed class EventProbe : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SequenceLog _log = new();
    private readonly Task _reading;
    private Latencies _latencies = new();

    public EventProbe(GatewaySession session) => _reading = ReadAsync(session);

    /// <summary>What went wrong; null while every event comes once and in order.</summary>
    public string? Fault { get; private set; }

    public long Events => _log.Events;

    /// <summary>Counts from here on.</summary>
    /// <returns>The latencies up to here.</returns>
    public Latencies Restart()
    {
        lock (_gate)
        {
            var before = _latencies;
            _latencies = new Latencies();
            return before;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.WithTimeout("the end of the events");
        _stop.Dispose();
    }

    private async Task ReadAsync(GatewaySession session)
    {
        try
        {
            await foreach (var item in session.EventsAsync(new StreamRequest { ResumeAfter = 0 }, cancellationToken: _stop.Token))
            {
                Take(item, MeasuredWindow.NowMicroseconds());
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

    private void Take(StreamItem item, long now)
    {
        _log.Take(item);
        Fault ??= _log.Gaps > 0 ? "A gap came." : null;
        if (item is EventsItem events)
        {
            lock (_gate)
            {
                foreach (var one in events.Events)
                {
                    _latencies.Add(now - WireTime.ToMicroseconds(one.WorkerTime), 1);
                }
            }
        }
    }
}
