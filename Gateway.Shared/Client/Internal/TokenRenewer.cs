using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// Renews the token of the live connection before it ends: at about 80 % of its life, so that a failed attempt leaves time for
/// others; the jitter keeps the clients of one gateway apart. The life is counted from the token's receipt by the clock's counter,
/// because this machine's time of day may be wrong.
/// </summary>
internal sealed class TokenRenewer(TokenSource tokens, GatewayClientOptions options, Func<string, CancellationToken, Task<TokenRenewal>> renew, ILogger logger)
{
    /// <summary>At most one renewal in this time, however short a token's life seems to be.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>A timer waits at most about 49 days; a later renewal is reached in several steps.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    /// <summary>The assumed life of a token that the application's own connection sent and that this client never saw.</summary>
    private static readonly TimeSpan UnseenRest = TimeSpan.FromSeconds(10);

    /// <summary>A longer life stated by a gateway is not plausible and is not used.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(36_500);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), options.Random);
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;

    /// <summary>A connection is up.</summary>
    public void Connected()
    {
        Stop();
        if (!tokens.Exists)
        {
            return;
        }

        var running = new CancellationTokenSource();
        lock (_gate)
        {
            _running = running;
        }

        _ = Task.Run(() => RunAsync(running.Token), CancellationToken.None);
    }

    /// <summary>The connection is gone; the next one comes with a fresh token anyway.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _running?.Cancel();
            _running?.Dispose();
            _running = null;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var held = Given(); held is not null; held = await RenewAsync(held, cancellationToken))
            {
                await WaitAsync(WaitBefore(held), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    /// <summary>The token that the connection was opened with; null when it does not expire.</summary>
    private HeldToken? Given()
    {
        if (tokens.Latest is not { } latest)
        {
            // Its end is unknown, so it is renewed soon.
            return new HeldToken(DateTimeOffset.MinValue, _time.GetTimestamp(), UnseenRest);
        }

        return TokenLife.Of(latest.Text) is { } life ? new HeldToken(life.ExpiresAt, latest.ReceivedAt, life.RestAt(_time.GetUtcNow())) : null;
    }

    private TimeSpan WaitBefore(HeldToken held)
    {
        lock (options.Random)
        {
            var wait = TimeSpan.FromTicks((long)(held.Rest.Ticks * (0.75 + (0.1 * options.Random.NextDouble())))) - _time.GetElapsedTime(held.Since);
            return wait > ShortestWait ? wait : ShortestWait;
        }
    }

    /// <returns>The new token; null when renewal has been given up.</returns>
    private async Task<HeldToken?> RenewAsync(HeldToken held, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (renewed, error) = await TryRenewAsync(held, cancellationToken);
            if (error is null)
            {
                return renewed;
            }

            ClientLog.RenewalFailed(logger, error.Code);
            var wait = ShortestWait + _backoff.Next(attempt);
            if (error.Code is GatewayErrorCode.Forbidden or GatewayErrorCode.Unsupported || wait >= LeftOf(held))
            {
                options.OnTokenFailure?.Invoke(error);
                return null;
            }

            await WaitAsync(wait, cancellationToken);
        }
    }

    private async Task<(HeldToken? Renewed, GatewayException? Error)> TryRenewAsync(HeldToken held, CancellationToken cancellationToken)
    {
        // The end of the token must be reported even while an attempt hangs.
        var left = LeftOf(held);
        using var end = TimeLimit.After(TimeSpan.FromTicks(Math.Clamp(left.Ticks, ShortestWait.Ticks, LongestWait.Ticks)), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            if (await tokens.NextAsync(either.Token).AsTask().WaitAsync(either.Token) is not { } token)
            {
                return (null, new GatewayException(GatewayErrorCode.Unauthenticated, "The token provider gave no token."));
            }

            var askedAt = _time.GetTimestamp();
            var renewal = await renew(token, either.Token).WaitAsync(either.Token);
            var renewed = new HeldToken(new DateTimeOffset(renewal.ExpiresAt.ToUniversalTime()), askedAt, RestOf(renewal, token));
            return renewed.ExpiresAt > held.ExpiresAt
                ? (renewed, null)
                : (null, new GatewayException(GatewayErrorCode.Unauthenticated, "The token provider gave no later token."));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, new GatewayException(GatewayErrorCode.Unauthenticated, "The token ended before the token provider and the gateway had answered."));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, error as GatewayException ?? HubErrors.OfCommand(error));
        }
    }

    // A gateway of an earlier version does not state the remaining life.
    private TimeSpan RestOf(TokenRenewal renewal, string token) => renewal.ExpiresInMs is { } milliseconds
        ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, (long)LongestLife.TotalMilliseconds))
        : (TokenLife.Of(token) ?? new TokenLife(new DateTimeOffset(renewal.ExpiresAt.ToUniversalTime()), null)).RestAt(_time.GetUtcNow());

    private TimeSpan LeftOf(HeldToken held) => held.Rest - _time.GetElapsedTime(held.Since);

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        for (; wait > TimeSpan.Zero; wait -= LongestWait)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, _time, cancellationToken);
        }
    }
}
