using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>An administrator of a gateway, who does what needs its store.</summary>
internal sealed class StoreUser : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    public StoreUser(GatewayProcess gateway)
    {
        Client = gateway.Connect();
        _http.BaseAddress = gateway.Url;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
    }

    public GatewayClient Client { get; }

    public Task<GatewaySession> OpenAsync() => Client.OpenSessionAsync().WithTimeout("a session");

    /// <returns>False when the gateway's store was not available.</returns>
    public Task<bool> TryMintAsync() => TryPostAsync("/api/tokens", new { subject = "eve", scopes = new[] { "feed:read" } });

    /// <returns>False when the gateway's store was not available.</returns>
    public Task<bool> TryRotateAsync() => TryPostAsync("/api/keys/rotate", null);

    public async Task<int> CountMintedAsync() => (await JsonAsync("/api/tokens?subject=eve&limit=500")).GetProperty("items").GetArrayLength();

    public async Task<string> AuditAsync() => (await JsonAsync("/api/audit")).GetRawText();

    public async Task<string[]> KeysAsync() =>
        [.. (await JsonAsync("/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    /// <summary>Readiness as a whole, and that of the store.</summary>
    public async Task<(string? All, string? Store)> HealthAsync()
    {
        var report = await JsonAsync("/health/ready");
        return (report.GetProperty("status").GetString(), report.GetProperty("checks").GetProperty("store").GetString());
    }

    public async Task<FeedPosition> FeedPositionAsync()
    {
        var page = await JsonAsync("/api/feed?after=0&limit=1000");
        return new FeedPosition(page.GetProperty("feedEpoch").GetString()!, page.GetProperty("next").GetInt64());
    }

    public async Task<bool> HasChangeAsync(FeedPosition after, FeedKind kind) =>
        (await JsonAsync($"/api/feed?after={after.Sequence}&feedEpoch={after.FeedEpoch}&kinds={JsonNamingPolicy.CamelCase.ConvertName(kind.ToString())}"))
        .GetProperty("changes").GetArrayLength() > 0;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Client.DisposeAsync();
    }

    /// <summary>Fails unless the store is said to be unavailable for the moment.</summary>
    public static async Task AssertRefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<GatewayException>(() => call().WithTimeout("the refusal"));
        Assert.Equal((GatewayErrorCode.StoreUnavailable, ErrorDuty.RetryWithResume, true), (error.Code, error.Duty, error.RetryAfterMs > 0));
    }

    private async Task<bool> TryPostAsync(string path, object? body)
    {
        using var response = await _http.PostAsync(path, body is null ? null : JsonContent.Create(body)).WithTimeout(path);
        if (response.IsSuccessStatusCode)
        {
            return true;
        }

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>().WithTimeout("the refusal");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "StoreUnavailable"), (response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.True(problem.GetProperty("retryAfterMs").GetInt32() > 0);
        return false;
    }

    private Task<JsonElement> JsonAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path).WithTimeout(path);
}
