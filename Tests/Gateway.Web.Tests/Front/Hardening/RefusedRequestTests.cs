using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hardening;

public sealed class RefusedRequestTests
{
    [Theory]
    [InlineData("GET", "/api/nowhere", "", "application/json", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("PUT", "/api/tokens", "{}", "application/json", HttpStatusCode.MethodNotAllowed, "InvalidArgument")]
    [InlineData("POST", "/api/tokens", "a", "text/plain", HttpStatusCode.UnsupportedMediaType, "InvalidArgument")]
    [InlineData("POST", "/api/tokens", "{\"scopes\":[\"sessions:read\"],\"reads\":[\"T.*\"]}", "application/json", HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData("POST", "/api/tokens", "long", "application/json", HttpStatusCode.RequestEntityTooLarge, "InvalidArgument")]
    public async Task Every_refusal_below_api_is_problem_details_with_a_code(string method, string path, string body, string type, HttpStatusCode status, string code)
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:MaxRequestBodyBytes", "16384"));
        using var client = host.Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Issue(Scopes.Admin));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body == "long" ? $"{{\"label\":\"{new string('x', 20_000)}\"}}" : body, MediaTypeHeaderValue.Parse(type));
        }

        using var response = await client.SendAsync(request, Patience.Token);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!["code"]);
    }

    [Theory]
    [InlineData("https://dashboard.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task SignalRs_browser_client_may_negotiate_from_listed_origins_only(string origin, bool allowed)
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:AllowedOrigins:0", "https://dashboard.example"));
        using var client = host.Client;
        using var request = new HttpRequestMessage(HttpMethod.Options, HubContract.Path + "/negotiate");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with,x-signalr-user-agent");
        using var response = await client.SendAsync(request, Patience.Token);
        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Credentials"));
        var headers = response.Headers.TryGetValues("Access-Control-Allow-Headers", out var listed) ? string.Join(',', listed).ToUpperInvariant() : "";
        Assert.Equal(allowed, headers.Contains("X-REQUESTED-WITH", StringComparison.Ordinal) && headers.Contains("X-SIGNALR-USER-AGENT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Negotiations_from_one_address_are_limited_and_the_transports_are_an_option()
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:NegotiationsPerAddress", "2"));
        await using var narrow = await WebHost.StartAsync(null, ("Gateway:Hub:WebSocketsOnly", "true"));
        Assert.Equal(["WebSockets", "ServerSentEvents", "LongPolling"], await TransportsAsync(host));
        Assert.Equal(["WebSockets"], await TransportsAsync(narrow));
        using var second = await NegotiateAsync(host);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        using var refused = await NegotiateAsync(host);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task Of_a_flood_of_negotiations_only_as_many_as_the_limit_leave_a_connection_behind()
    {
        await using var host = await WebHost.StartAsync(null, ("Gateway:Http:NegotiationsPerAddress", "20"));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
        {
            using var response = await NegotiateAsync(host);
            answers.Add(response.StatusCode);
            Assert.Equal(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
        }

        Assert.Equal(20, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(40, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(20, host.Logs.Lines.Count(line => line.Contains("New connection", StringComparison.Ordinal) && line.Contains("created", StringComparison.Ordinal)));
    }

    private static async Task<string[]> TransportsAsync(WebHost host)
    {
        using var response = await NegotiateAsync(host);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token);
        return [.. answer!["availableTransports"]!.AsArray().Select(one => (string)one!["transport"]!)];
    }

    private static async Task<HttpResponseMessage> NegotiateAsync(WebHost host)
    {
        using var client = host.Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Issue(Scopes.ReadSessions));
        return await client.PostAsync(HubContract.Path + "/negotiate?negotiateVersion=1", null, Patience.Token);
    }
}
