using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Store;

namespace Gateway.Web.Access.Tokens;

/// <summary>Loads the revoked tokens before anything listens.</summary>
internal sealed class TokensStartup(GatewayStore store, TokenBook book, RevokedTokens revoked, TimeProvider time) : IHostedLifecycleService
{
    // One hour is more than the largest clock skew that can be configured.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await store.EnsureReadyAsync(cancellationToken);
        foreach (var token in await book.RevokedAsync(time.GetUtcNow() - Skew, cancellationToken))
        {
            revoked.Add(token.TokenId, token.ExpiresAt);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
