using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// Fetches the authority's documents. Every address must use https unless the options allow http, also an address that comes from a
/// document. The size of an answer is bounded, and redirections are not followed.
/// </summary>
internal sealed class OutsideDocuments(IOptions<OutsideIssuerOptions> options) : IDocumentRetriever, IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <exception cref="HttpRequestException">The authority cannot be reached, answers with an error status, or its answer is too
    /// long.</exception>
    /// <exception cref="InvalidDataException">The address is not allowed.</exception>
    /// <exception cref="OperationCanceledException">There was no answer in time.</exception>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!OutsideAddress.IsAllowed(address, options.Value.AllowHttp))
        {
            throw new InvalidDataException("The metadata of the authority names an address of its keys that is not allowed; it must be an https address without a query.");
        }

        using var response = await _client.GetAsync(new Uri(address), cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancel);
    }

    public void Dispose() => _client.Dispose();
}
