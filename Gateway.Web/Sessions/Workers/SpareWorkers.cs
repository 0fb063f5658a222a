using Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Workers of the default backend that were started before their sessions. A process is started with the id of its session, so a session
/// that is opened gets the id of a spare worker. May be used on any thread.
/// </summary>
internal sealed class SpareWorkers(WorkerStarter starter, StartGate gate, IOptions<WorkerOptions> options, TimeProvider time, ILogger<WorkerSupervisor> logger)
{
    private readonly Lock _lock = new();
    private readonly List<StartedWorker> _free = [];
    private readonly Dictionary<string, StartedWorker> _reserved = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>The id of a session that is about to be opened: that of a spare worker, which is reserved for it, or a new one.</summary>
    public string NextSessionId(string backend)
    {
        lock (_lock)
        {
            if (_free.Find(one => one.Backend.Equals(backend, StringComparison.OrdinalIgnoreCase) && !one.Exited.IsCompleted) is { } spare)
            {
                _free.Remove(spare);
                _reserved[spare.SessionId] = spare;
                return spare.SessionId;
            }
        }

        return NewId();
    }

    /// <summary>Takes the spare worker that was reserved for a session. The caller owns it.</summary>
    /// <returns>Null when there is none.</returns>
    public StartedWorker? Take(string sessionId)
    {
        lock (_lock)
        {
            return _reserved.Remove(sessionId, out var spare) ? spare : null;
        }
    }

    /// <summary>Makes the spare worker free again that was reserved for a session which nobody has seen.</summary>
    public void Return(string sessionId)
    {
        lock (_lock)
        {
            if (_reserved.Remove(sessionId, out var spare))
            {
                _free.Insert(0, spare);
            }
        }
    }

    /// <summary>Ends the spare worker of a session that was not opened, unless it was taken.</summary>
    public Task ReleaseAsync(string sessionId) => Take(sessionId)?.EndAsync() ?? Task.CompletedTask;

    /// <summary>Starts workers one after the other until there are as many as there should be, and removes those that have ended.</summary>
    /// <returns>False when some have ended, which is in the log: go on a little later.</returns>
    /// <exception cref="GatewayException">One could not be started.</exception>
    /// <exception cref="TimeoutException">One did not connect in time.</exception>
    public async Task<bool> ReplenishAsync(CancellationToken cancellationToken)
    {
        var ended = TakeEnded();
        foreach (var spare in ended)
        {
            WorkerLog.SpareEnded(logger, spare.ProcessId, await spare.EndAsync());
        }

        if (ended.Count > 0)
        {
            return false;
        }

        while (Missing() > 0)
        {
            // It takes its turn among the workers that sessions wait for.
            var spare = await gate.RunAsync(() => StartAsync(cancellationToken), cancellationToken);
            if (!TryAdd(spare))
            {
                await spare.EndAsync();
                return true;
            }

            WorkerLog.SpareStarted(logger, spare.ProcessId, spare.Backend);
        }

        return true;
    }

    /// <summary>Ends all of them; no more are started.</summary>
    public async Task CloseAsync()
    {
        StartedWorker[] all;
        lock (_lock)
        {
            _isClosed = true;
            all = [.. _free, .. _reserved.Values];
            _free.Clear();
            _reserved.Clear();
        }

        await Task.WhenAll(all.Select(spare => spare.EndAsync()));
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private int Missing()
    {
        lock (_lock)
        {
            return _isClosed ? 0 : options.Value.SpareWorkers - _free.Count;
        }
    }

    private bool TryAdd(StartedWorker spare)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _free.Add(spare);
            }

            return !_isClosed;
        }
    }

    private List<StartedWorker> TakeEnded()
    {
        lock (_lock)
        {
            var ended = _free.FindAll(spare => spare.Exited.IsCompleted);
            _free.RemoveAll(ended.Contains);
            return ended;
        }
    }

    private async Task<StartedWorker> StartAsync(CancellationToken cancellationToken)
    {
        var spare = await starter.StartAsync(NewId(), options.Value.DefaultBackend, isSpare: true);
        try
        {
            return await spare.ConnectsAsync(TimeSpan.FromSeconds(options.Value.StartTimeoutSeconds), time, cancellationToken)
                ? spare
                : throw new GatewayException(GatewayErrorCode.WorkerStartFailed, $"A spare worker ended with exit code {await spare.Exited}; what it printed is in the log.");
        }
        catch
        {
            await spare.EndAsync();
            throw;
        }
    }
}
