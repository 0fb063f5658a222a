using Microsoft.Extensions.Logging;

namespace Gateway.Worker.Pipe;

/// <summary>
/// Keeps the worker connected to its gateway. After a loss it connects again, with jittered waits that double up to a bound. The
/// executor continues meanwhile, and the ring collects its events. When no gateway has accepted the worker for too long, it gives
/// up.
/// </summary>
/// <param name="call">Runs one connection, from the attempt to its end.</param>
/// <param name="maxAlone">How long the worker continues without a gateway.</param>
/// <param name="jitter">Used by one thread at a time.</param>
/// <param name="time">Clock of the waits.</param>
/// <param name="logger">Records why the worker gave up.</param>
internal sealed class PhoneHome(Func<CancellationToken, Task<LinkEnd>> call, TimeSpan maxAlone, Random jitter, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The bound is small, because a local attempt costs almost nothing and the readers of a restarted gateway wait for the
    /// worker.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Limit for a worker that no gateway has accepted yet. It is short, because such a worker has nothing that a client could
    /// miss.
    /// </summary>
    private static readonly TimeSpan MaxUnborn = TimeSpan.FromSeconds(60);

    /// <summary>An attempt that takes longer than any handshake was that of a spare worker, which had a gateway until its end.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);

    /// <returns>
    /// Shutdown if the gateway asked for it, Lost after too long without a gateway, or the end of the last connection when cancelled.
    /// </returns>
    public async Task<LinkEnd> RunAsync(CancellationToken cancellationToken)
    {
        var aloneSince = time.GetTimestamp();
        var limit = maxAlone < MaxUnborn ? maxAlone : MaxUnborn;
        var attempt = 0;
        while (true)
        {
            var began = time.GetTimestamp();
            var end = await call(cancellationToken);
            if (end == LinkEnd.Shutdown || cancellationToken.IsCancellationRequested)
            {
                return end;
            }

            if (end == LinkEnd.Lost)
            {
                // Until now there was a connection to the gateway.
                (aloneSince, limit, attempt) = (time.GetTimestamp(), maxAlone, 0);
            }

            else if (time.GetElapsedTime(began) > LongestAttempt)
            {
                (aloneSince, attempt) = (time.GetTimestamp(), 0);
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

    // Between half and all of a limit that doubles, so that the workers of one gateway do not all connect at the same time.
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
            // The next attempt ends at once.
        }
    }
}
