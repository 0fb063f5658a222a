using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>What an operator sees of a gateway without a shell: its status and its flight recorder, over HTTP.</summary>
internal sealed class OperatorView : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ITestOutputHelper _output;

    public OperatorView(GatewayProcess gateway, ITestOutputHelper output)
    {
        _http.BaseAddress = gateway.Url;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        _output = output;
    }

    public async Task<GatewayStatus> StatusAsync() =>
        (await _http.GetFromJsonAsync<GatewayStatus>("/api/status", GatewayJson.Options).WithTimeout("the status"))!;

    /// <summary>Waits until the status says something, and prints after what time it did.</summary>
    public async Task<GatewayStatus> SaysAsync(string what, Func<GatewayStatus, bool> says)
    {
        var began = Stopwatch.GetTimestamp();
        var last = await StatusAsync();
        await Eventually.Async(async () => says(last = await StatusAsync()), $"the status to say: {what}");
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s"));
        return last;
    }

    /// <summary>The kinds of what happened, each with its code or its cause, the oldest first.</summary>
    /// <param name="path">Such as <c>session/…</c>.</param>
    public async Task<IReadOnlyList<string>> TimelineAsync(string path) =>
        [.. (await JsonAsync($"/api/recorder/{path}")).GetProperty("entries").EnumerateArray().Select(TextOf)];

    public async Task<IReadOnlyList<string>> DumpCausesAsync() =>
        [.. (await JsonAsync("/api/recorder/dumps")).GetProperty("dumps").EnumerateArray().Select(dump => dump.GetProperty("cause").GetString()!)];

    /// <summary>A token of another subject.</summary>
    /// <returns>Null when the gateway cannot store it.</returns>
    public async Task<string?> TryMintAsync(string subject, int seconds)
    {
        using var response = await _http.PostAsync("/api/tokens", JsonContent.Create(new { subject, scopes = new[] { "sessions:read", "sessions:all" }, lifetimeSeconds = seconds })).WithTimeout("a token");
        return response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<JsonElement>().WithTimeout("a token")).GetProperty("token").GetString() : null;
    }

    public void Dispose() => _http.Dispose();

    private static string TextOf(JsonElement entry) => entry.TryGetProperty("data", out var data) && (data.TryGetProperty("code", out var word) || data.TryGetProperty("cause", out word))
        ? $"{entry.GetProperty("kind").GetString()} {word.GetString()}"
        : entry.GetProperty("kind").GetString()!;

    private Task<JsonElement> JsonAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path).WithTimeout(path);
}
