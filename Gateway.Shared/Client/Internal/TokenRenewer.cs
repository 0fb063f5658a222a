using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.Extensions.Logging;

namespace Gateway.Client.Internal;

/// <summary>
/// Renews the token of the live connection before it ends: at about 80 % of the rest of its life, so that a failed attempt
/// leaves time for others; the jitter keeps the clients of one gateway apart.
/// </summary>
internal sealed class TokenRenewer(TokenSource tokens, GatewayClientOptions options, Func<string, CancellationToken, Task<TokenRenewal>> renew, ILogger logger)
{
    /// <summary>At most one renewal in this time: a clock that is far ahead sees every token ended.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait of a timer is about 49 days; a later renewal is reached in steps.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), options.Random);
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
            // A connection of the application's own came with a token we have not seen: renewed at once, to know its end.
            var expiresAt = tokens.Latest is null ? options.TimeProvider.GetUtcNow() : TokenSource.ExpiryOf(tokens.Latest);
            while (expiresAt is { } end)
            {
                await WaitAsync(WaitBefore(end), cancellationToken);
                expiresAt = await RenewAsync(end, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private TimeSpan WaitBefore(DateTimeOffset end)
    {
        var rest = end - options.TimeProvider.GetUtcNow();
        lock (options.Random)
        {
            var wait = rest * (0.75 + (0.1 * options.Random.NextDouble()));
            return wait > ShortestWait ? wait : ShortestWait;
        }
    }

    /// <returns>The end of the new token; null when it is given up.</returns>
    private async Task<DateTimeOffset?> RenewAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var failure = await TryRenewAsync(end, cancellationToken);
            if (failure.Renewed is { } renewed)
            {
                return renewed;
            }

            var error = failure.Error!;
            ClientLog.RenewalFailed(logger, error.Code);
            var wait = ShortestWait + _backoff.Next(attempt);
            if (error.Code is GatewayErrorCode.Forbidden or GatewayErrorCode.Unsupported || options.TimeProvider.GetUtcNow() + wait >= end)
            {
                options.OnTokenFailure?.Invoke(error);
                return null;
            }

            await WaitAsync(wait, cancellationToken);
        }
    }

    private async Task<(DateTimeOffset? Renewed, GatewayException? Error)> TryRenewAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        try
        {
            if (await tokens.NextAsync(cancellationToken) is not { } token)
            {
                return (null, new GatewayException(GatewayErrorCode.Unauthenticated, "The token provider gave no token."));
            }

            var renewed = new DateTimeOffset((await renew(token, cancellationToken)).ExpiresAt.ToUniversalTime());
            return renewed > end
                ? (renewed, null)
                : (null, new GatewayException(GatewayErrorCode.Unauthenticated, "The token provider gave no later token."));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, error as GatewayException ?? HubErrors.OfCommand(error));
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        for (; wait > TimeSpan.Zero; wait -= LongestWait)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, options.TimeProvider, cancellationToken);
        }
    }
}
