using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.OutsideIssuer;

/// <summary>
/// Reads the authority's metadata and keys: bounded in time and size, without following redirections, and over https unless
/// allowed otherwise, for both addresses.
/// </summary>
internal sealed class OutsideKeySource(IOptions<OutsideIssuerOptions> options) : IDisposable
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxKeys = 50;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <exception cref="HttpRequestException">Not reachable, an error status, or an answer that is too long.</exception>
    /// <exception cref="InvalidDataException">An answer that is not what it must be.</exception>
    /// <exception cref="OperationCanceledException">No answer in time.</exception>
    public async Task<IReadOnlyCollection<JsonWebKey>> ReadAsync(CancellationToken cancellationToken)
    {
        using var metadata = await GetAsync(OutsideAddress.MetadataOf(options.Value), cancellationToken);
        if (TextOf(metadata, "issuer") != OutsideAddress.IssuerOf(options.Value))
        {
            throw new InvalidDataException("The authority's metadata names another issuer.");
        }

        if (TextOf(metadata, "jwks_uri") is not { } address || !OutsideAddress.IsAllowed(address, options.Value.AllowHttp))
        {
            throw new InvalidDataException("The authority's metadata names no allowed address for its keys.");
        }

        using var keys = await GetAsync(new Uri(address), cancellationToken);
        return Parse(keys);
    }

    public void Dispose() => _client.Dispose();

    private static JsonWebKey[] Parse(JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var list)
            || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxKeys)
        {
            throw new InvalidDataException($"The authority's keys are not a list of at most {MaxKeys} keys.");
        }

        return [.. list.EnumerateArray().Select(ParseKey).OfType<JsonWebKey>()];
    }

    // One key of a kind we do not know must not take the others away.
    private static JsonWebKey? ParseKey(JsonElement element)
    {
        try
        {
            var key = new JsonWebKey(element.GetRawText());
            // Only public keys, with a name to find them by.
            return string.IsNullOrEmpty(key.Kid) || key.HasPrivateKey || key.Kty is not ("RSA" or "EC") ? null : key;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<JsonDocument> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(address, cancellationToken);
        response.EnsureSuccessStatusCode();
        try
        {
            return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("The authority's answer is not JSON.", error);
        }
    }

    private static string? TextOf(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object
        && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
