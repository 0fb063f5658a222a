using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// The authority's keys. <see cref="ConfigurationManager{T}"/> reads them when they are first needed and when they are old, and keeps
/// them while the authority cannot be reached. This class adds two rules: a token with an unknown key causes the keys to be read again,
/// but not too often; and keys that are too old are not used. Safe on any thread.
/// </summary>
internal sealed class OutsideKeys(
    ConfigurationManager<OutsideKeySet> manager, OutsideKeyReader reader, IOptions<OutsideIssuerOptions> options, TimeProvider time)
{
    /// <summary>The key with this id; null when there is none, or when the keys are too old to be trusted.</summary>
    public async ValueTask<JsonWebKey?> FindAsync(string? kid, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(kid) || await ReadAsync(cancellationToken) is not { } keys)
        {
            return null;
        }

        if (keys.Find(kid) is null && time.GetUtcNow() - reader.StartedAt >= TimeSpan.FromSeconds(options.Value.MinRefreshSeconds))
        {
            manager.RequestRefresh();
            keys = await ReadAsync(cancellationToken) ?? keys;
        }

        return time.GetUtcNow() - keys.ReadAt <= TimeSpan.FromMinutes(options.Value.MaxKeyAgeMinutes) ? keys.Find(kid) : null;
    }

    private async Task<OutsideKeySet?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await manager.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // No keys were ever read; the reader has logged the reason.
            return null;
        }
    }
}
