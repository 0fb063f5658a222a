using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Login;
using Gateway.Web.Front.Api;
using Gateway.Web.Tests.Access.Login;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hardening;

public sealed class WebHardeningTests
{
    private static readonly FakeUserDirectory Users = new((user, password, _) => password == "right-Zq9"
        ? DirectoryAnswer.Known(user, [new DirectoryGroup("cn=ops,dc=plant", "ops")])
        : DirectoryAnswer.Refused(LoginFailure.WrongPassword));

    private static readonly (string Key, string Value)[] LoginSettings =
        [("Gateway:Login:Ldap:Groups:0:Group", "ops"), ("Gateway:Login:Ldap:Groups:0:Scopes:0", Scopes.ReadSessions)];

    private static HttpRequestMessage Upgrade(string? origin, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, HubContract.Path) { Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(new byte[16]));
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", $"bearer.{token}");
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return request;
    }

    [Fact]
    public async Task Each_way_of_sending_a_token_opens_the_hub_and_none_leaves_it_in_a_log()
    {
        await using var host = await WebHost.StartAsync(Users, LoginSettings);
        using var client = host.Client;
        using var response = await client.PostAsJsonAsync(LoginEndpoint.Path, new { user = "ada", password = "right-Zq9" }, Patience.Token);
        var token = (string)(await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!["token"]!;
        var bad = token[..^8] + "AAAAAAAA";
        using var refusedLogin = await client.PostAsJsonAsync(LoginEndpoint.Path, new { user = "ada", password = "wrong-Zq9" }, Patience.Token);

        Assert.Null(await host.ConnectAsync("", options => options.SetRequestHeader("Authorization", $"Bearer {token}")));
        Assert.Null(await host.ConnectAsync($"access_token={token}", _ => { }));
        Assert.Equal(HubContract.SubProtocol, await host.ConnectAsync("", options => Offer(options, HubContract.SubProtocol, $"bearer.{token}")));
        await RefuseAsync(host, "", options => options.SetRequestHeader("Authorization", $"Bearer {bad}"));
        await RefuseAsync(host, $"access_token={bad}", _ => { });
        await RefuseAsync(host, "", options => Offer(options, HubContract.SubProtocol, $"bearer.{bad}"));
        await SendEverywhereAsync(client, token, bad);

        Assert.Contains(host.Logs.Lines, line => line.StartsWith("Trace", StringComparison.Ordinal));
        Assert.Contains(host.Logs.Lines, line => line.StartsWith("Debug Microsoft.AspNetCore", StringComparison.Ordinal));
        string[] secrets = [.. token.Split('.').Select(part => part[..20]), "AAAAAAAA", "right-Zq9", "wrong-Zq9", "access_token"];
        Assert.All(secrets, secret => Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sub_protocol_token_counts_on_the_hub_only_and_alone()
    {
        await using var host = await WebHost.StartAsync(null);
        var token = host.Issue(Scopes.ReadSessions);
        await RefuseAsync(host, "", options => Offer(options, HubContract.SubProtocol));
        await RefuseAsync(host, "", options => Offer(options, HubContract.SubProtocol, $"bearer.{token}", $"bearer.{token}x"));
        await RefuseAsync(host, $"access_token={token}", options => Offer(options, HubContract.SubProtocol, "bearer.bad"));
        await RefuseAsync(host, "", options =>
        {
            Offer(options, HubContract.SubProtocol, $"bearer.{token}");
            options.SetRequestHeader("Authorization", "Bearer bad");
        });
        using var client = host.Client;
        client.DefaultRequestHeaders.Add("Sec-WebSocket-Protocol", $"mxgateway, bearer.{token}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/configuration", Patience.Token)).StatusCode);
    }

    [Fact]
    public async Task The_answer_never_repeats_the_tokens_entry()
    {
        await using var host = await WebHost.StartAsync(null);
        using var handler = new SocketsHttpHandler();
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        using var request = Upgrade(null, host.Issue(Scopes.ReadSessions));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, response.StatusCode);
        Assert.False(response.Headers.Contains("Sec-WebSocket-Protocol"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://dashboard.example", true)]
    [InlineData("https://DASHBOARD.example", true)]
    [InlineData("the gateway's own page", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("https://dashboard.example.evil.example", false)]
    [InlineData("null", false)]
    public async Task Where_origins_are_listed_pages_of_others_open_no_socket_whatever_their_token(string? origin, bool allowed)
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:AllowedOrigins:0", "https://dashboard.example"));
        var address = host.Address.GetLeftPart(UriPartial.Authority);
        using var client = host.Client;
        using var request = Upgrade(origin?.Replace("the gateway's own page", address, StringComparison.Ordinal), host.Issue(Scopes.ReadSessions));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        Assert.Equal(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, response.StatusCode);
        if (!allowed)
        {
            Assert.Equal("Forbidden", (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!["code"]);
        }
    }

    [Fact]
    public async Task Without_a_list_the_token_alone_decides()
    {
        await using var host = await WebHost.StartAsync(null);
        using var client = host.Client;
        using var request = Upgrade("https://evil.example", host.Issue(Scopes.ReadSessions));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, response.StatusCode);
    }

    [Fact]
    public async Task Requests_from_one_address_are_limited_with_a_coded_answer()
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:RequestsPerAddress", "5"));
        using var client = host.Client;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(LoginEndpoint.Path, Patience.Token)).StatusCode);
        }

        using var refused = await client.GetAsync(LoginEndpoint.Path, Patience.Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var body = (await refused.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!;
        Assert.Equal("TooManyRequests", (string?)body["code"]);
        Assert.InRange((int)body["retryAfterMs"]!, 1, 60_000);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Patience.Token)).StatusCode);
    }

    [Fact]
    public async Task An_unexpected_error_tells_its_reference_and_nothing_else()
    {
        await using var host = await WebHost.StartAsync(null);
        using var client = host.Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Issue(Scopes.ReadSessions));
        using var response = await client.GetAsync("/api/broken", Patience.Token);
        var text = await response.Content.ReadAsStringAsync(Patience.Token);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Internal", (string?)JsonNode.Parse(text)!["code"]);
        Assert.DoesNotContain("private detail", text, StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.Contains(host.Logs.Lines, line => line.Contains("[2201]", StringComparison.Ordinal) && line.Contains("private detail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bodies_and_headers_that_are_too_long_are_refused()
    {
        await using var host = await WebHost.StartAsync(Users, [.. LoginSettings, ("Gateway:Http:MaxRequestBodyBytes", "16384"), ("Gateway:Http:MaxRequestHeaderBytes", "24576")]);
        using var client = host.Client;
        using var chunked = new HttpRequestMessage(HttpMethod.Post, LoginEndpoint.Path)
        {
            Content = JsonContent.Create(new { user = "ada", password = new string('x', 9_000) }),
            Headers = { TransferEncodingChunked = true },
        };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.SendAsync(chunked, Patience.Token)).StatusCode);
        client.DefaultRequestHeaders.Add("X-Long", new string('x', 25_000));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await client.GetAsync(LoginEndpoint.Path, Patience.Token)).StatusCode);
    }

    [Theory]
    [InlineData("https://dashboard.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Only_listed_origins_may_read_answers(string origin, bool allowed)
    {
        await using var open = await WebHost.StartAsync(null, ("Gateway:Http:AllowedOrigins:0", "https://dashboard.example"));
        await using var closed = await WebHost.StartAsync(null);
        Assert.Equal(allowed, await IsAllowedAsync(open, origin));
        Assert.False(await IsAllowedAsync(closed, origin));
    }

    [Fact]
    public async Task Forwarded_addresses_are_believed_from_listed_proxies_only()
    {
        await using var believing = await WebHost.StartAsync(Users, [.. LoginSettings, ("Gateway:Http:TrustedProxies:0", "127.0.0.1")]);
        await using var doubting = await WebHost.StartAsync(Users, LoginSettings);
        foreach (var (host, expected) in new[] { (believing, "203.0.113.9"), (doubting, "127.0.0.1") })
        {
            using var client = host.Client;
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
            await client.PostAsJsonAsync(LoginEndpoint.Path, new { user = "ada", password = "no" }, Patience.Token);
            Assert.Contains(host.Logs.Lines, line => line.Contains($"ada from {expected} was refused", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Gateway:Http:PathBase", "/gateway", "/gateway", null)]
    [InlineData("Gateway:Http:PathBase", "/gateway", "/gateway/", null)]
    [InlineData("Gateway:Http:TrustedProxies:0", "127.0.0.1", "/", "/gateway")]
    [InlineData("Gateway:Http:TrustedProxies:0", "127.0.0.1", "/index.html", "/gateway")]
    public async Task Below_a_path_of_a_proxy_the_page_finds_its_assets_and_the_interface_is_there(string setting, string value, string path, string? forwarded)
    {
        await using var host = await WebHost.StartAsync(null, (setting, value));
        using var client = host.Client;
        if (forwarded is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", forwarded);
        }

        var page = await client.GetStringAsync(path, Patience.Token);
        Assert.Contains("\"/gateway/assets/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"./", page, StringComparison.Ordinal);
        using var health = await client.GetAsync(forwarded is null ? "/gateway/health/live" : "/health/live", Patience.Token);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task The_path_of_a_proxy_that_is_not_listed_is_ignored()
    {
        await using var host = await WebHost.StartAsync(null);
        using var client = host.Client;
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/elsewhere");
        Assert.DoesNotContain("elsewhere", await client.GetStringAsync("/", Patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirection_to_https_is_an_option()
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:RedirectToHttps", "true"), ("https_port", "8443"));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        using var response = await client.GetAsync("/health/live", Patience.Token);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("https://127.0.0.1:8443/health/live", response.Headers.Location!.ToString());
    }

    private static void Offer(ClientWebSocketOptions options, params string[] entries)
    {
        foreach (var entry in entries)
        {
            options.AddSubProtocol(entry);
        }
    }

    private static Task RefuseAsync(WebHost host, string query, Action<ClientWebSocketOptions> configure) =>
        Assert.ThrowsAsync<WebSocketException>(() => host.ConnectAsync(query, configure));

    private static async Task SendEverywhereAsync(HttpClient client, params string[] tokens)
    {
        foreach (var token in tokens)
        {
            foreach (var path in new[] { $"/api/nowhere?access_token={token}", $"/?access_token={token}", $"{HubContract.Path}?access_token={token}", $"/%zz?access_token={token}" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                request.Headers.TryAddWithoutValidation("Cookie", $"token={token}");
                (await client.SendAsync(request, Patience.Token)).Dispose();
            }
        }
    }

    private static async Task<bool> IsAllowedAsync(WebHost host, string origin)
    {
        using var client = host.Client;
        using var request = new HttpRequestMessage(HttpMethod.Options, LoginEndpoint.Path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,authorization");
        using var response = await client.SendAsync(request, Patience.Token);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin;
    }
}
