using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// The authority's keys, as <see cref="ConfigurationManager{T}"/> keeps them: read when first needed and when old, kept while the
/// authority is away. Added here: a token with an unknown key causes a reading, but seldom; and keys end with their age. Any
/// thread.
/// </summary>
internal sealed class OutsideKeys(
    ConfigurationManager<OutsideKeySet> manager, OutsideKeyReader reader, IOptions<OutsideIssuerOptions> options, TimeProvider time)
{
    /// <summary>The key of that name; null when there is none, or when the keys are too old to be trusted.</summary>
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
            // None were ever read; the reader has logged why.
            return null;
        }
    }
}
