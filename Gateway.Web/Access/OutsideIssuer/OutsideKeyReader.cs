using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// Reads the authority's metadata and keys, within a time limit. The caller makes sure that it never runs twice at the same time.
/// </summary>
internal sealed class OutsideKeyReader(IOptions<OutsideIssuerOptions> options, TimeProvider time, ILogger<OutsideKeyReader> logger)
    : IConfigurationRetriever<OutsideKeySet>
{
    private const int MaxKeys = 50;

    private bool _failing;
    private long _startedAt;

    /// <summary>When the last attempt began, whether or not it succeeded.</summary>
    public DateTimeOffset StartedAt => new(Interlocked.Read(ref _startedAt), TimeSpan.Zero);

    public async Task<OutsideKeySet> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
    {
        Interlocked.Exchange(ref _startedAt, time.GetUtcNow().UtcTicks);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            var keys = KeysOf(await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, deadline.Token));
            logger.KeysRead(keys.Count);
            _failing = false;
            return keys;
        }
        catch (Exception error)
        {
            // An outage is logged once; the keys that were read before stay in use.
            if (!_failing)
            {
                logger.KeysNotRead(error);
            }

            _failing = true;
            throw;
        }
    }

    private OutsideKeySet KeysOf(OpenIdConnectConfiguration metadata)
    {
        if (!string.Equals(metadata.Issuer, OutsideAddress.IssuerOf(options.Value), StringComparison.Ordinal))
        {
            throw new InvalidDataException("The authority's metadata names an issuer that differs from the configured one.");
        }

        return metadata.JsonWebKeySet is { Keys: { Count: <= MaxKeys } keys }
            ? new OutsideKeySet(keys, time.GetUtcNow())
            : throw new InvalidDataException($"The authority's metadata leads to no list of keys, or to one with more than {MaxKeys} keys.");
    }
}
