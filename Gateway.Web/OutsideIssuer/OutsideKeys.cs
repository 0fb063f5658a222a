using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.OutsideIssuer;

/// <summary>
/// The authority's keys as last read. They are read when first needed, when old, and when a token names a key that is not among
/// them; never more often than the least interval, by whatever tokens. Any thread.
/// </summary>
internal sealed class OutsideKeys(OutsideKeySource source, IOptions<OutsideIssuerOptions> options, TimeProvider time, ILogger<OutsideKeys> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile KeySet? _keys;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;
    private bool _failing;

    /// <summary>Reads the keys if there is a reason to, so that <see cref="Find"/> can answer. Failures are logged, not thrown.</summary>
    public async ValueTask PrepareAsync(string? kid, CancellationToken cancellationToken)
    {
        if (!MustRead(kid))
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Whoever waited may find what he wanted.
            if (MustRead(kid) && time.GetUtcNow() - _triedAt >= TimeSpan.FromSeconds(options.Value.MinRefreshSeconds))
            {
                _triedAt = time.GetUtcNow();
                await ReadAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The key of that name; null when there is none, or when the keys are too old to be trusted.</summary>
    public JsonWebKey? Find(string? kid) =>
        kid is not null && _keys is { } keys
        && time.GetUtcNow() - keys.ReadAt <= TimeSpan.FromMinutes(options.Value.MaxKeyAgeMinutes)
            ? keys.ByKid.GetValueOrDefault(kid)
            : null;

    public void Dispose() => _turn.Dispose();

    private bool MustRead(string? kid) =>
        _keys is not { } keys
        || time.GetUtcNow() - keys.ReadAt >= TimeSpan.FromMinutes(options.Value.RefreshMinutes)
        || (kid is not null && !keys.ByKid.ContainsKey(kid));

    // Not bound to the request that caused it: others wait for the same keys.
    private async Task ReadAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            var keys = await source.ReadAsync(deadline.Token);
            _keys = new KeySet(
                keys.GroupBy(key => key.Kid, StringComparer.Ordinal).Where(group => group.Count() == 1)
                    .ToFrozenDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal),
                time.GetUtcNow());
            logger.KeysRead(_keys.ByKid.Count);
            _failing = false;
        }
        catch (Exception error) when (error is HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            // Once per outage; the keys already read stay in use.
            if (!_failing)
            {
                logger.KeysNotRead(error);
            }

            _failing = true;
        }
    }

    private sealed record KeySet(FrozenDictionary<string, JsonWebKey> ByKid, DateTimeOffset ReadAt);
}
