using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Tests.Front.Api;

public sealed class TokenApiTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private string _admin = "";

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        _admin = (await _host.MintAsync("root", Scopes.Admin)).Token.Token;
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_made_token_does_what_was_asked_for_and_is_kept_nowhere()
    {
        var created = await CreateAsync(_admin, new CreateTokenRequest
        {
            Subject = "ada",
            Label = "wall display",
            Scopes = [Scopes.ReadSessions],
            SessionTags = ["line-1"],
            Read = ["Tank*"],
            Write = ["Tank1*"],
            LifetimeSeconds = 60,
        });
        var me = await _host.GetAsync<MeInfo>(created.Token, "/api/me");

        Assert.Equal(("ada", "wall display", TokenSourceNames.Admin, "root"), (me.Subject, created.Info.Label, created.Info.Source, created.Info.IssuedBy));
        Assert.Equal("Tank* Tank1* line-1", string.Join(' ', [.. me.Read!, .. me.Write!, .. me.SessionTags]));
        Assert.Equal(created.Info.TokenId, me.TokenId);
        Assert.False(me.IsAdmin);
        var list = await _host.SendAsync(_admin, HttpMethod.Get, "/api/tokens");
        Assert.DoesNotContain(created.Token.Split('.')[2], await list.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains(created.Token.Split('.')[2], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"scopes":[]}""")]
    [InlineData("""{"scopes":["root"]}""")]
    [InlineData("""{"scopes":[null]}""")]
    [InlineData("""{"scopes":["admin"],"read":[]}""")]
    [InlineData("""{"scopes":["admin"],"read":["a\\b"]}""")]
    [InlineData("""{"scopes":["admin"],"sessionTags":[null]}""")]
    [InlineData("""{"scopes":["admin"],"lifetimeSeconds":0}""")]
    [InlineData("""{"scopes":["admin"],"lifetimeSeconds":2000000000}""")]
    [InlineData("""{"scopes":["admin"],"subject":" "}""")]
    [InlineData("""{"scopes":"admin"}""")]
    [InlineData("not json")]
    public async Task What_cannot_be_made_is_refused_with_a_code(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.Address, "/api/tokens"));
        request.Headers.Authorization = new("Bearer", _admin);
        request.Content = new StringContent(body, null, "application/json");
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Patience.Token);
        Assert.Equal("InvalidArgument", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_list_is_paged_newest_first_and_can_be_filtered()
    {
        for (var i = 0; i < 5; i++)
        {
            await _host.MintAsync($"user-{i}", Scopes.ReadSessions);
        }

        var subjects = new List<string>();
        var next = (long?)null;
        do
        {
            var page = await _host.GetAsync<TokenPage>(_admin, $"/api/tokens?limit=2{(next is null ? "" : $"&before={next}")}");
            subjects.AddRange(page.Items.Select(token => token.Subject));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(["user-4", "user-3", "user-2", "user-1", "user-0", "root"], subjects);
        Assert.Equal("user-3", Assert.Single((await _host.GetAsync<TokenPage>(_admin, "/api/tokens?subject=user-3")).Items).Subject);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.SendAsync(_admin, HttpMethod.Get, "/api/tokens?limit=0")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.SendAsync(_admin, HttpMethod.Get, "/api/tokens?limit=x")).StatusCode);
    }

    [Fact]
    public async Task Revoking_a_token_revokes_what_was_derived_from_it_and_survives_a_restart_of_the_check()
    {
        var owner = await _host.MintAsync("olga", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions);
        await using var connection = await _host.ConnectAsync(owner.Token.Token);
        var session = await GatewayHost.OpenSessionAsync(connection, null);
        var child = await CreateAsync(owner.Token.Token, new CreateTokenRequest { Scopes = [Scopes.ReadSessions], SessionId = session.SessionId });
        Assert.Equal(owner.Info.TokenId, child.Info.ParentId);
        Assert.True(child.Info.ExpiresAt <= owner.Info.ExpiresAt);

        using var response = await _host.SendAsync(_admin, HttpMethod.Delete, $"/api/tokens/{owner.Info.TokenId}");

        Assert.Equal(2, (await response.Content.ReadFromJsonAsync<RevokedCount>(GatewayJson.Options, Patience.Token))!.Revoked);
        foreach (var token in new[] { owner.Token.Token, child.Token })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _host.SendAsync(token, HttpMethod.Get, "/api/me")).StatusCode);
        }

        var fresh = new RevokedTokens();
        await new TokensStartup(_host.Get<Gateway.Web.Platform.Store.GatewayStore>(), _host.Get<TokenBook>(), fresh, _host.Clock).StartingAsync(Patience.Token);
        Assert.True(fresh.Contains(owner.Info.TokenId) && fresh.Contains(child.Info.TokenId));
        Assert.Equal(TokenState.Revoked, (await _host.GetAsync<TokenInfo>(_admin, $"/api/tokens/{child.Info.TokenId}")).State);
    }

    [Fact]
    public async Task A_derived_token_cannot_be_wider_and_cannot_derive_further()
    {
        var owner = await _host.MintAsync("olga", Scopes.OpenSessions, Scopes.ReadSessions);
        await using var connection = await _host.ConnectAsync(owner.Token.Token);
        var session = (await connection.InvokeAsync<SessionInfo>(HubContract.OpenSession, new OpenSessionRequest(), Patience.Token)).SessionId;
        Assert.Equal(HttpStatusCode.Forbidden, await TryAsync(owner.Token.Token, new() { Scopes = [Scopes.WriteSessions], SessionId = session }));
        Assert.Equal(HttpStatusCode.Forbidden, await TryAsync(owner.Token.Token, new() { Scopes = [Scopes.ReadSessions], SessionId = session, LifetimeSeconds = 7_200 }));
        Assert.Equal(HttpStatusCode.Forbidden, await TryAsync(owner.Token.Token, new() { Scopes = [Scopes.ReadSessions], SessionId = session, Subject = "root" }));
        Assert.Equal(HttpStatusCode.Forbidden, await TryAsync(owner.Token.Token, new() { Scopes = [Scopes.ReadSessions] }));

        var child = await CreateAsync(owner.Token.Token, new() { Scopes = [Scopes.ReadSessions], SessionId = session, Subject = "olga/browser" });
        Assert.Equal(HttpStatusCode.Forbidden, await TryAsync(child.Token, new() { Scopes = [Scopes.ReadSessions], SessionId = session }));
        Assert.Equal(child.Info.TokenId, Assert.Single((await _host.GetAsync<TokenPage>(child.Token, "/api/tokens")).Items).TokenId);
    }

    [Fact]
    public async Task Acts_and_refusals_are_in_the_trail()
    {
        var eve = (await _host.MintAsync("eve", Scopes.ReadSessions)).Token.Token;
        await _host.SendAsync(eve, HttpMethod.Get, "/api/audit");
        await _host.SendAsync("bad", HttpMethod.Get, "/api/me");
        var entries = new List<AuditItem>();
        await Eventually.Async(
            async () =>
            {
                entries = [.. (await _host.GetAsync<AuditPage>(_admin, "/api/audit")).Items];
                return entries.Count(entry => entry.Result != "ok") >= 2;
            },
            "the refusals to be in the trail");

        Assert.Contains(entries, entry => entry is { Action: "token.minted", Subject: "test", Result: "ok" });
        Assert.Contains(entries, entry => entry is { Action: "GET /api/audit", Subject: "eve", Result: "Forbidden" });
        Assert.Contains(entries, entry => entry is { Action: "token.refused", Subject: null, Result: "Unauthenticated" });
    }

    [Fact]
    public async Task Rotated_keys_verify_until_their_tokens_end_and_are_published_as_long()
    {
        var before = await KidsAsync();
        using (var response = await _host.SendAsync(_admin, HttpMethod.Post, "/api/keys/rotate"))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(2, (await KidsAsync()).Count);
        Assert.Equal("root", (await _host.GetAsync<MeInfo>(_admin, "/api/me")).Subject);
        var later = (await _host.MintAsync(new TokenRequest { Subject = "root", Scopes = [Scopes.Admin], Lifetime = TimeSpan.FromDays(10) })).Token;
        Assert.NotEqual(before.Single(), later.Kid);

        await _host.Get<KeyUpkeep>().RunOnceAsync(Patience.Token);
        Assert.Equal(2, (await KidsAsync()).Count);
        _host.Clock.Advance(TimeSpan.FromDays(2));
        await _host.Get<KeyUpkeep>().RunOnceAsync(Patience.Token);

        Assert.Equal([later.Kid], await KidsAsync());
        Assert.Equal("root", (await _host.GetAsync<MeInfo>(later.Token, "/api/me")).Subject);
    }

    [Fact]
    public async Task The_key_is_replaced_at_its_age_and_ended_tokens_leave_the_list()
    {
        var before = (await KidsAsync()).Single();
        _host.Clock.Advance(TimeSpan.FromDays(91));
        await _host.Get<KeyUpkeep>().RunOnceAsync(Patience.Token);
        await _host.Get<TokenUpkeep>().RunOnceAsync(Patience.Token);

        Assert.NotEqual(before, _host.Get<SigningKeyRing>().Active.Key.KeyId);
        await using var database = await _host.Get<IDbContextFactory<Gateway.Web.Platform.Store.GatewayDbContext>>().CreateDbContextAsync();
        Assert.Empty(await database.Tokens.ToListAsync());
    }

    [Fact]
    public async Task The_document_describes_every_route_of_the_api()
    {
        var document = await _host.GetAsync<JsonElement>(_admin, "/openapi/v1.json");
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        Assert.Empty(new[] { "/api/me", "/api/tokens", "/api/tokens/{id}", "/api/keys/rotate", "/api/audit" }.Except(paths));
    }

    private async Task<List<string>> KidsAsync() =>
        [.. (await _host.GetAsync<JsonElement>(null, "/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private async Task<HttpStatusCode> TryAsync(string token, CreateTokenRequest request)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Post, "/api/tokens", request);
        return response.StatusCode;
    }

    private async Task<CreatedToken> CreateAsync(string token, CreateTokenRequest request)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Post, "/api/tokens", request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        return (await response.Content.ReadFromJsonAsync<CreatedToken>(GatewayJson.Options, Patience.Token))!;
    }
}
