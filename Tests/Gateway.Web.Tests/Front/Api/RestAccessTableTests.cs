using System.Net;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>Every route with every kind of caller. A new route needs a row.</summary>
public sealed class RestAccessTableTests : IAsyncLifetime
{
    // Routes that are open to all callers, or that have no method of their own (the hub, whose methods have a separate table).
    private static readonly string[] Open = ["* /health/live", "* /health/ready", "GET /.well-known/jwks.json", "GET /api/login"];
    private static readonly string[] LogIn = ["POST /api/login"];
    private static readonly string[] Hub = ["* /hubs/gateway", "* /hubs/gateway/negotiate"];

    private GatewayHost _host = null!;

    /// <summary>The route, and the status that each caller gets.</summary>
    public static TheoryData<string, int[]> Rows => new()
    {
        { "GET /api/me", Each(200) },
        { "GET /api/tokens/", Each(200) },
        { "POST /api/tokens/", Each(403, owner: 201, other: 404, wrongTag: 404, admin: 201) },
        { "GET /api/tokens/{id}", Each(404, owner: 200, admin: 200) },
        { "DELETE /api/tokens/{id}", Each(404, owner: 200, admin: 200) },
        { "POST /api/keys/rotate", Each(403, admin: 200) },
        { "GET /api/audit", Each(403, admin: 200) },
        { "GET /api/feed/", Each(200) },
        { "GET /api/feed/export", Each(200) },
        { "GET /api/alarms/", Each(200) },
        { "GET /api/alarms/log", Each(200) },
        { "GET /api/alarms/stream", Each(200) },
        { "GET /api/items", Each(200, other: 404, wrongTag: 404) },
        { "GET /api/status", Each(200) },
        { "GET /api/recorder/dumps", Each(200) },
        { "GET /api/recorder/dumps/{id}", Each(404) },
        { "GET /api/recorder/{part}/{id}", Each(200, other: 404, wrongTag: 404) },
        // The owner comes first and closes it; it is gone for everybody else.
        { "POST /api/sessions/{id}/close", Each(404, owner: 200) },
        { "POST /api/sessions/{id}/kill", Each(403, admin: 200) },
        { "POST /api/sessions/{id}/trace", Each(403, admin: 200) },
        { "POST /api/readers/{id}/end", Each(404) },
        { "GET /api/sessions/", Each(200) },
        { "GET /api/sessions/{sessionId}", Each(200, other: 404, wrongTag: 404) },
        { "GET /api/sessions/{sessionId}/values", Each(200, other: 404, wrongTag: 404) },
        { "GET /api/sessions/{sessionId}/events", Each(200, other: 404, wrongTag: 404) },
        { "PUT /api/sessions/{sessionId}/values", Each(503, other: 404, wrongTag: 404, globbed: 403) },
        { "POST /api/drain", Each(403, admin: 202) },
        { "GET /api/configuration", Each(403, admin: 200) },
        { "GET /api/settings", Each(403, admin: 200) },
        { "GET /api/about", Each(403, admin: 200) },
        // A token for one session has no sets; the globbed one may not read the item.
        { "GET /api/item-sets/", Each(200, bound: 403) },
        { "PUT /api/item-sets/{name}", Each(200, bound: 403, globbed: 403) },
        { "DELETE /api/item-sets/{name}", Each(404, bound: 403) },
        { "GET /metrics", Each(403, admin: 200) },
        { "GET /openapi/{documentName}.json", Each(200) },
    };

    /// <summary>All routes of the gateway.</summary>
    internal static IEnumerable<string> All => [.. Rows.Select(row => (string)row[0]), .. Open, .. LogIn, .. Hub];

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public void Every_route_has_a_row() =>
        Assert.Empty(Routes().Except(Rows.Select(row => (string)row[0])).Except(Open).Except(LogIn).Except(Hub));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_caller_gets_what_the_table_says(string route, int[] expected)
    {
        await using var olga = await _host.ConnectAsync((await _host.MintAsync(AccessCallers.Request("owner", null) with { SessionTags = ["line-1"] })).Token.Token);
        var session = (await GatewayHost.OpenSessionAsync(olga, "line-1")).SessionId;
        // A write ends without a time limit when the item cannot be subscribed.
        _host.Workers.Of(session).SubscribeHresult = unchecked((int)0x80004005);
        await AlarmPlant.InAsync(_host, new SessionAccessInfo(session, "olga", "line-1"));
        var statuses = new List<int>();
        foreach (var kind in AccessCallers.Accepted)
        {
            // A token that the owner has made; the owner and admins can see it.
            var own = new TokenOrigin(TokenSourceNames.Session, "olga");
            var target = await _host.Minter.MintAsync(AccessCallers.Request("owner", null), own, CancellationToken.None);
            statuses.Add(await StatusAsync(route, await AccessCallers.TokenAsync(_host, kind, session), session, target.Info.TokenId));
        }

        Assert.Equal(expected, statuses);
    }

    [Fact]
    public async Task Who_has_no_good_token_gets_nothing_that_is_not_open()
    {
        foreach (var kind in AccessCallers.Refused)
        {
            var token = await AccessCallers.RefusedTokenAsync(_host, kind);
            foreach (var route in Rows.Select(row => (string)row[0]).Concat(Hub))
            {
                Assert.Equal((kind, route, 401), (kind, route, await StatusAsync(route, token, "s", "t")));
            }
        }
    }

    [Fact]
    public async Task What_is_open_is_open()
    {
        foreach (var route in Open)
        {
            Assert.Equal((route, 200), (route, await StatusAsync(route, null, "s", "t")));
        }
    }

    private IEnumerable<string> Routes() => _host.Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"])
            .Select(method => $"{method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}"));

    private async Task<int> StatusAsync(string route, string? token, string session, string tokenId)
    {
        var parts = route.Replace("*", "GET", StringComparison.Ordinal).Split(' ');
        var path = parts[1].Replace("{part}/{id}", $"session/{session}", StringComparison.Ordinal)
            .Replace("sessions/{id}", $"sessions/{session}", StringComparison.Ordinal).Replace("readers/{id}", $"readers/none.{session}", StringComparison.Ordinal)
            .Replace("{id}", tokenId, StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{sessionId}", session, StringComparison.Ordinal).Replace("{name}", "night%20shift", StringComparison.Ordinal)
            .Replace("api/items", $"api/items?session={session}", StringComparison.Ordinal);
        object? body = parts[0] switch
        {
            "POST" when path.Contains("tokens", StringComparison.Ordinal) => new CreateTokenRequest { Scopes = [Scopes.ReadSessions], SessionId = session },
            "POST" when path.EndsWith("/trace", StringComparison.Ordinal) || path.EndsWith("/end", StringComparison.Ordinal) => new TraceRequest(),
            "PUT" when path.Contains("item-sets", StringComparison.Ordinal) => new { items = new[] { "Unseen.PV" } },
            "PUT" => new { values = new[] { new { item = "Pump101.Cmd", value = 1 } } },
            _ => null,
        };
        using var response = await _host.SendAsync(token, new HttpMethod(parts[0]), path, body);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return (int)response.StatusCode;
    }

    /// <summary>The result of all callers that are not named, in the order of <see cref="AccessCallers.Accepted"/>.</summary>
    private static int[] Each(int everyone, int? owner = null, int? other = null, int? rightTag = null, int? wrongTag = null, int? bound = null, int? globbed = null, int? admin = null) =>
        [owner ?? everyone, other ?? everyone, rightTag ?? everyone, wrongTag ?? everyone, bound ?? everyone, globbed ?? everyone, admin ?? everyone];
}
