using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Client;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A script: it has an address and a token, and speaks HTTP only.</summary>
internal sealed class ScriptCaller : IDisposable
{
    public const string Tag = "line-1";

    private readonly HttpClient _http;

    private ScriptCaller(Uri url, string token, GatewaySession session)
    {
        (Token, Session) = (token, session);
        _http = new HttpClient { BaseAddress = url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    public string Token { get; }

    /// <summary>The session as a client of the hub knows it.</summary>
    public GatewaySession Session { get; }

    public string Path => $"/api/sessions/{Session.Id}";

    /// <summary>Opens a session with the tag, and makes a token for the tag.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="owner">The owner of the session.</param>
    /// <param name="rights">Further members of the token's request, such as <c>read</c>.</param>
    public static async Task<ScriptCaller> StartAsync(GatewayProcess gateway, GatewayClient owner, params (string Name, object Value)[] rights)
    {
        var session = await owner.OpenSessionAsync(new() { Name = "scripts", SessionTag = Tag }).WithTimeout("a session");
        return new ScriptCaller(gateway.Url, await MintAsync(gateway, rights), session);
    }

    /// <summary>Another script for the same session.</summary>
    public async Task<ScriptCaller> WithAsync(GatewayProcess gateway, params (string Name, object Value)[] rights) =>
        new(gateway.Url, await MintAsync(gateway, rights), Session);

    /// <summary>The same script at another node of the site.</summary>
    public ScriptCaller At(Uri url) => new(url, Token, Session);

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative)).WithTimeout(path);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>().WithTimeout("the answer"));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path)
    {
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), null).WithTimeout(path);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>().WithTimeout("the answer"));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> WriteAsync(object body, CancellationToken cancellationToken = default)
    {
        using var response = await _http.PutAsJsonAsync(new Uri($"{Path}/values", UriKind.Relative), body, cancellationToken).WithTimeout("a write");
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).WithTimeout("the answer"));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> MintAsync(GatewayProcess gateway, (string Name, object Value)[] rights)
    {
        var body = new Dictionary<string, object>
        {
            ["subject"] = "script",
            ["scopes"] = new[] { "sessions:read", "sessions:write" },
            ["sessionTags"] = new[] { Tag },
        };
        foreach (var (name, value) in rights)
        {
            body[name] = value;
        }

        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token) } };
        using var answer = await http.PostAsJsonAsync(new Uri(gateway.Url, "/api/tokens"), body).WithTimeout("a token");
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
