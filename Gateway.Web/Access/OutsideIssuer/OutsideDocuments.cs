using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// Fetches the authority's documents: over https unless allowed otherwise, wherever a document says that the next one is;
/// bounded in size; without following redirections.
/// </summary>
internal sealed class OutsideDocuments(IOptions<OutsideIssuerOptions> options) : IDocumentRetriever, IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <exception cref="HttpRequestException">Not reachable, an error status, or an answer that is too long.</exception>
    /// <exception cref="InvalidDataException">An address that is not allowed.</exception>
    /// <exception cref="OperationCanceledException">No answer in time.</exception>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!OutsideAddress.IsAllowed(address, options.Value.AllowHttp))
        {
            throw new InvalidDataException("The authority's metadata names no allowed address for its keys.");
        }

        using var response = await _client.GetAsync(new Uri(address), cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancel);
    }

    public void Dispose() => _client.Dispose();
}
