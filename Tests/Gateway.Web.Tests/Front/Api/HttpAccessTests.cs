using System.Net;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Api;

public sealed class HttpAccessTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    public Task InitializeAsync() => _host.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/api/who", HttpStatusCode.Unauthorized)]
    [InlineData(HubContract.Path, HttpStatusCode.Unauthorized)]
    [InlineData("/nowhere", HttpStatusCode.Unauthorized)]
    [InlineData("/open", HttpStatusCode.OK)]
    public async Task Without_a_token_only_what_says_so_is_open(string path, HttpStatusCode expected) =>
        Assert.Equal(expected, await StatusAsync(path, null));

    [Fact]
    public async Task Header_token_is_accepted_everywhere()
    {
        var token = _host.Issue(Scopes.ReadSessions).Token;
        Assert.Equal("ada", await _host.Client(token).GetStringAsync("/api/who", Patience.Token));
        Assert.Equal("ada", await _host.Client(token).GetStringAsync(HubContract.Path, Patience.Token));
    }

    [Fact]
    public async Task Query_token_is_accepted_on_the_hub_path_only()
    {
        var query = $"?access_token={_host.Issue(Scopes.ReadSessions).Token}";
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HubContract.Path + query, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/who" + query, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/hubs/gateway2" + query, null));
    }

    [Fact]
    public async Task Bad_header_is_not_rescued_by_a_good_query()
    {
        var query = $"?access_token={_host.Issue(Scopes.ReadSessions).Token}";
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(HubContract.Path + query, "bad"));
    }

    [Fact]
    public async Task Two_query_tokens_are_none()
    {
        var token = _host.Issue(Scopes.ReadSessions).Token;
        var path = $"{HubContract.Path}?access_token={token}&access_token={token}";
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, null));
    }

    [Fact]
    public async Task Expired_token_is_refused()
    {
        var token = _host.Issue(Scopes.ReadSessions).Token;
        _host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/who", token));
    }

    [Fact]
    public async Task Refusal_tells_the_caller_nothing_but_the_scheme()
    {
        using var response = await _host.Client("a.b.c").GetAsync(HubContract.Path, Patience.Token);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Empty(await response.Content.ReadAsStringAsync(Patience.Token));
    }

    [Fact]
    public async Task Refusal_under_api_is_a_problem_in_the_same_words_whatever_was_wrong()
    {
        var expired = _host.Issue(Scopes.ReadSessions).Token;
        _host.Clock.Advance(TimeSpan.FromHours(2));
        var answers = new HashSet<string>();
        foreach (var token in new[] { null, "a.b.c", expired, new string('x', 20_000) })
        {
            using var response = await _host.Client(token).GetAsync("/api/who", Patience.Token);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            answers.Add(await response.Content.ReadAsStringAsync(Patience.Token));
        }

        Assert.Contains("\"code\":\"Unauthenticated\"", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_tokens_are_counted_by_reason_and_never_logged()
    {
        var good = _host.Issue(Scopes.ReadSessions).Token;
        var bad = good[..^10] + "AAAAAAAAAA";
        await StatusAsync("/api/who", good);
        await StatusAsync("/api/who", bad);

        Assert.Contains(_host.Logs.Lines, line => line.Contains("Refused a token: Signature", StringComparison.Ordinal));
        var parts = good.Split('.');
        Assert.DoesNotContain(_host.Logs.Lines, line => parts.Any(part => line.Contains(part[..20], StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/open")]
    [InlineData("/nowhere")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var response = await _host.Client().GetAsync(path, Patience.Token);

        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Contains("default-src 'self'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? token)
    {
        using var response = await _host.Client(token).GetAsync(path, Patience.Token);
        return response.StatusCode;
    }
}
