using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Limits how many workers start at the same time and spaces their starts, because many starts at once slow each of them down. It also
/// measures them.
/// </summary>
internal sealed class StartGate(IOptions<WorkerOptions> options, WorkerMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrentStarts);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeSpan _stagger = TimeSpan.FromMilliseconds(options.Value.StartStaggerMs);
    private long? _lastStart;

    /// <summary>Starts a worker in its turn.</summary>
    /// <param name="start">Ends when the worker is ready.</param>
    /// <param name="cancellationToken">Ends the wait for the turn.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> start, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            var worker = await start();
            metrics.Started(time.GetElapsedTime(began));
            return worker;
        }
        catch
        {
            metrics.StartFailed();
            throw;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Waits for a free place and for the time of the next start. Release the place when the worker is ready or has failed.
    /// </summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            await TakeTurnAsync(cancellationToken);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public void Leave() => _places.Release();

    public void Dispose()
    {
        _places.Dispose();
        _turn.Dispose();
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_lastStart is { } last && _stagger - time.GetElapsedTime(last) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, time, cancellationToken);
            }

            _lastStart = time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }
}
