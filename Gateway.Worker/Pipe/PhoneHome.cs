using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

/// <summary>
/// Keeps the worker in touch with its gateway: calls, and after a loss calls again, with waits that double up to a bound and
/// are jittered. The executor goes on meanwhile and the ring collects its events. Gives up when nobody took it back for too long.
/// </summary>
/// <param name="call">One connection from its attempt to its end.</param>
/// <param name="maxAlone">How long it goes on without a gateway.</param>
/// <param name="jitter">Used by one thread at a time.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="logger">Says why it gave up.</param>
internal sealed class PhoneHome(Func<CancellationToken, Task<LinkEnd>> call, TimeSpan maxAlone, Random jitter, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    /// <summary>A local call costs next to nothing, and a restarted gateway's readers wait for it.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>A worker that no gateway ever took in has nothing that anybody could miss.</summary>
    private static readonly TimeSpan MaxUnborn = TimeSpan.FromSeconds(60);

    /// <returns>Shutdown, or Lost when it was alone for too long or is to end.</returns>
    public async Task<LinkEnd> RunAsync(CancellationToken cancellationToken)
    {
        var aloneSince = time.GetTimestamp();
        var limit = maxAlone < MaxUnborn ? maxAlone : MaxUnborn;
        var attempt = 0;
        while (true)
        {
            var end = await call(cancellationToken);
            if (end == LinkEnd.Shutdown || cancellationToken.IsCancellationRequested)
            {
                return end;
            }

            if (end == LinkEnd.Lost)
            {
                // There was a gateway until now.
                (aloneSince, limit, attempt) = (time.GetTimestamp(), maxAlone, 0);
            }

            var left = limit - time.GetElapsedTime(aloneSince);
            if (left <= TimeSpan.Zero)
            {
                PhoneHomeLog.Alone(logger, limit.TotalSeconds);
                return LinkEnd.Lost;
            }

            await WaitAsync(Wait(attempt++), left, cancellationToken);
        }
    }

    // Between half and the whole of a limit that doubles: workers of one gateway do not all call at the same moment.
    private TimeSpan Wait(int attempt)
    {
        var limit = Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 10)), LongestWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(limit * (0.5 + (jitter.NextDouble() / 2)));
    }

    private async Task WaitAsync(TimeSpan wait, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait < atMost ? wait : atMost, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The next call ends at once.
        }
    }
}
