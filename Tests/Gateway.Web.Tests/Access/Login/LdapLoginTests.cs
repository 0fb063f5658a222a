using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Web.Tests.Access.Login;

/// <summary>Log-in through the endpoint, against a real OpenLDAP server.</summary>
public sealed class LdapLoginTests(Slapd slapd) : IClassFixture<Slapd>
{
    private static readonly string[] AdminScopes = [Scopes.Admin, Scopes.ReadSessions];

    [SlapdTheory]
    [InlineData("Ldaps")]
    [InlineData("StartTls")]
    public async Task An_administrator_gets_a_short_lived_token_with_the_rights_of_all_his_groups(string security)
    {
        await using var host = await StartAsync(("Security", security));

        using var response = await host.PostAsync("Multi-ROLE", PlantDirectory.PasswordOf("multi-role"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var body = (await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!;
        Assert.Equal(["expiresAt", "scopes", "sessionTags", "subject", "token"], body.Select(property => property.Key).Order());
        Assert.Equal("ldap:multi-role", (string?)body["subject"]);
        Assert.Equal(AdminScopes, body["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(["area-a"], body["sessionTags"]!.AsArray().Select(tag => (string)tag!));
        var caller = (await host.Services.GetRequiredService<TokenValidator>().ValidateAsync((string?)body["token"], Patience.Token)).Caller!;
        Assert.True(caller.IsAdmin);
        Assert.InRange(caller.ExpiresAt - host.Clock.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
        Assert.Equal(caller.ExpiresAt, (DateTimeOffset)body["expiresAt"]!);
        using var client = host.Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)body["token"]);
        Assert.Equal("ldap:multi-role", await client.GetStringAsync("/api/who", Patience.Token));
        Assert.True(host.HasLogged(EventIds.Login + 1));
    }

    [SlapdTheory]
    [InlineData("Member")]
    [InlineData("MemberOf")]
    public async Task A_viewer_gets_the_tag_of_the_group_that_holds_his_group(string mode)
    {
        await using var host = await StartAsync(("GroupMode", mode), ("Security", "StartTls"));

        using var response = await host.PostAsync("gw-viewer", PlantDirectory.PasswordOf("gw-viewer"));

        var body = (await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!;
        Assert.Equal([Scopes.ReadSessions], body["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(["area-a"], body["sessionTags"]!.AsArray().Select(tag => (string)tag!));
    }

    [SlapdTheory]
    [InlineData("gw-viewer", "wrong", 4)]
    [InlineData("stranger", "wrong", 3)]
    [InlineData("locked", "locked" + PlantDirectory.PasswordSuffix, 5)]
    [InlineData("locked", "wrong", 5)]
    [InlineData("nobody", "nobody" + PlantDirectory.PasswordSuffix, 6)]
    [InlineData("double", "wrong", 9)]
    [InlineData("gw-viewer", "", 2)]
    [InlineData("gw-viewer", "\0", 2)]
    [InlineData("", "x", 2)]
    public async Task Refusals_differ_in_the_log_and_not_for_the_caller(string user, string password, int logged)
    {
        await using var host = await StartAsync();

        using var response = await host.PostAsync(user, password);
        using var other = await host.PostAsync("another-stranger", "x");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await other.Content.ReadAsStringAsync(Patience.Token), await response.Content.ReadAsStringAsync(Patience.Token));
        Assert.Equal(Headers(other), Headers(response));
        Assert.True(host.HasLogged(EventIds.Login + logged), string.Join('\n', host.Logs.Lines.Where(line => line.Contains(".Login", StringComparison.Ordinal))));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(PlantDirectory.PasswordSuffix, StringComparison.Ordinal));
    }

    [SlapdFact]
    public async Task A_group_of_the_same_name_elsewhere_in_the_tree_gives_nothing()
    {
        // nobody is in cn=Administrators,ou=other, while the mapped group is in ou=groups.
        await using var host = await StartAsync(("GroupBase", PlantDirectory.Root));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("nobody", PlantDirectory.PasswordOf("nobody")));
        Assert.True(host.HasLogged(EventIds.Login + 6));
    }

    [SlapdTheory]
    [InlineData("*")]
    [InlineData("multi-role)(uid=*")]
    [InlineData("*)(uid=*))(|(uid=*")]
    [InlineData("multi-role)(|(uid=multi-role")]
    [InlineData("multi\\2drole")]
    [InlineData("m*e")]
    [InlineData("multi-role,ou=people,dc=plant")]
    [InlineData("nobody)(memberOf=cn=Administrators,ou=groups,dc=plant")]
    [InlineData("(&(uid=multi-role))")]
    [InlineData("\\")]
    [InlineData("multi-role\u0000")]
    [InlineData("multi-role\u200b")]
    [InlineData("ｍulti-role\u00ad")]
    public async Task Names_that_try_to_be_more_than_a_name_find_nobody(string user)
    {
        await using var host = await StartAsync();
        foreach (var password in new[] { "x", PlantDirectory.PasswordOf("multi-role"), PlantDirectory.PasswordOf("nobody") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync(user, password));
        }

        Assert.False(host.HasLogged(EventIds.Login + 1));
        Assert.False(host.HasLogged(EventIds.Login + 9));
    }

    [SlapdTheory]
    [InlineData("uid={user},ou=people,dc=plant", null)]
    [InlineData("uid={user},ou=people,dc=plant", "ou=people,dc=plant")]
    public async Task Without_a_service_account_the_user_binds_directly(string template, string? root)
    {
        await using var host = await StartAsync(
            ("ServiceDn", ""), ("ServicePassword", ""), ("UserDnTemplate", template), ("UserBase", root ?? ""), ("GroupBase", PlantDirectory.Groups));

        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("gw-viewer", PlantDirectory.PasswordOf("gw-viewer")));
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("odd, (name)*", PlantDirectory.PasswordOf("odd, (name)*")));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("gw-viewer", "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("gw-viewer,ou=people,dc=plant", PlantDirectory.PasswordOf("gw-viewer")));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("nobody", PlantDirectory.PasswordOf("nobody")));
    }

    [SlapdFact]
    public async Task A_name_with_every_special_character_logs_in_as_itself()
    {
        await using var host = await StartAsync();
        using var response = await host.PostAsync("odd, (name)*", PlantDirectory.PasswordOf("odd, (name)*"));
        Assert.Equal("ldap:odd, (name)*", (string?)(await response.Content.ReadFromJsonAsync<JsonObject>(Patience.Token))!["subject"]);
    }

    [SlapdTheory]
    [InlineData("Ldaps")]
    [InlineData("StartTls")]
    public async Task A_certificate_of_another_authority_or_name_is_refused(string security)
    {
        await using var wrongAuthority = await StartAsync(("Security", security), ("CaFile", slapd.OtherCaFile));
        await using var systemAuthorities = await StartAsync(("Security", security), ("CaFile", ""));
        await using var wrongName = await StartAsync(("Security", security), ("Host", Slapd.OtherHost));

        foreach (var host in new[] { wrongAuthority, systemAuthorities, wrongName })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("gw-viewer", PlantDirectory.PasswordOf("gw-viewer")));
            Assert.True(host.HasLogged(EventIds.Login + 7));
        }
    }

    [SlapdFact]
    public async Task Depth_of_groups_is_bounded()
    {
        await using var shallow = await StartAsync(("MaxGroupDepth", "11"), ("Groups:3:Group", "deep-11"), ("Groups:3:Scopes:0", Scopes.OpenSessions));
        await using var deep = await StartAsync(("MaxGroupDepth", "12"), ("Groups:3:Group", "deep-11"), ("Groups:3:Scopes:0", Scopes.OpenSessions));
        Assert.Equal(HttpStatusCode.Unauthorized, await shallow.StatusAsync("deep", PlantDirectory.PasswordOf("deep")));
        Assert.Equal(HttpStatusCode.OK, await deep.StatusAsync("deep", PlantDirectory.PasswordOf("deep")));
    }

    [SlapdFact]
    public async Task A_wrong_service_password_is_the_operators_fault_in_the_log()
    {
        await using var host = await StartAsync(("ServicePassword", "not-it-either"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("gw-viewer", PlantDirectory.PasswordOf("gw-viewer")));
        Assert.True(host.HasLogged(EventIds.Login + 9));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("not-it-either", StringComparison.Ordinal));
    }

    [SlapdFact]
    public async Task A_plain_connection_is_used_only_when_it_is_allowed_and_this_server_refuses_it()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(("Security", "Plain")));
        Assert.Contains("AllowPlain", error.Message, StringComparison.Ordinal);

        await using var host = await StartAsync(("Security", "Plain"), ("AllowPlain", "true"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.StatusAsync("gw-viewer", PlantDirectory.PasswordOf("gw-viewer")));
        Assert.True(host.HasLogged(EventIds.Login + 9));
    }

    private static string Headers(HttpResponseMessage response) =>
        string.Join('\n', response.Headers.Concat(response.Content.Headers).Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));

    private Task<LoginHost> StartAsync(params (string Key, string Value)[] changes) => LdapSettings.StartAsync(slapd, changes);
}
