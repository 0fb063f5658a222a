using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.CommandLine.Running;
using Gateway.Serialization;

namespace Gateway.CommandLine.Connecting;

/// <summary>The gateway over HTTP. A token is sent to its address only: no redirection is followed.</summary>
internal sealed class HttpApi : IDisposable
{
    private const int LongestAnswer = 32 * 1024 * 1024;

    private readonly HttpClient _http;

    /// <param name="url">The address, which ends with a slash.</param>
    /// <param name="token">The bearer token; null sends none.</param>
    public HttpApi(Uri url, string? token)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        _http = new HttpClient(handler) { BaseAddress = url, MaxResponseContentBufferSize = LongestAnswer, Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    /// <exception cref="Errors.GatewayException">The gateway refused the request.</exception>
    /// <exception cref="ToolFailure">It cannot be reached, or something else answered.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var (isSuccess, bytes) = await SendRawAsync(method, path, body, cancellationToken);
        return isSuccess ? Parsed<T>(bytes) : throw (ProblemDetails.Of(bytes)?.ToException() ?? (Exception)NotAGateway("its answer is no JSON of a gateway"));
    }

    /// <summary>The answer of a request that the gateway may refuse: with a problem whose members matter.</summary>
    /// <exception cref="ToolFailure">It cannot be reached, or something else answered.</exception>
    public async Task<(JsonElement? Answer, ProblemDetails? Problem)> TryAsync(HttpMethod method, string path, object body, CancellationToken cancellationToken)
    {
        var (isSuccess, bytes) = await SendRawAsync(method, path, body, cancellationToken);
        return isSuccess ? (Parsed<JsonElement>(bytes), null) : (null, ProblemDetails.Of(bytes) ?? throw NotAGateway("its answer is no JSON of a gateway"));
    }

    public void Dispose() => _http.Dispose();

    private async Task<(bool IsSuccess, byte[] Body)> SendRawAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body, options: GatewayJson.Options);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is >= 300 and < 400)
            {
                throw NotAGateway($"it redirects to {response.Headers.Location}");
            }

            return (response.IsSuccessStatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException error)
        {
            throw new ToolFailure(ExitCodes.Unreachable, $"{_http.BaseAddress} cannot be reached: {ReasonOf(error)}.", "Find out why: mxgateway probe", error);
        }
    }

    private T Parsed<T>(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, GatewayJson.Options) ?? throw NotAGateway("its answer is empty");
        }
        catch (JsonException)
        {
            throw NotAGateway("its answer is no JSON of a gateway");
        }
    }

    private ToolFailure NotAGateway(string reason) =>
        new(ExitCodes.Unreachable, $"What answers at {_http.BaseAddress} is not a gateway: {reason}.", "Check the address and the port, and what the proxy does.");

    private static string ReasonOf(Exception error) => (error.InnerException?.Message ?? error.Message).TrimEnd('.');
}
