using System.Net;
using System.Text.Json;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Sessions.ItemSets;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>The sets of items that users keep with the gateway.</summary>
public sealed class ItemSetApiTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private string _ada = "";

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(("Gateway:ItemSets:SetsPerSubject", "2"), ("Gateway:ItemSets:ItemsPerSet", "3"));
        _ada = (await _host.MintAsync("ada", Scopes.ReadSessions)).Token.Token;
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_set_is_kept_for_its_user_only_and_saving_it_again_replaces_it()
    {
        await PutAsync(_ada, "Night shift", "Tank101.Level.PV", "Tank102.Level.PV");
        Assert.Equal(HttpStatusCode.OK, await PutAsync(_ada, "Night shift", "Tank103.Level.PV"));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(_ada, "A & b %", "Tank101.Level.PV"));

        var sets = await ListAsync(_ada);
        Assert.Equal(["A & b %", "Night shift"], sets.Select(set => set.Name));
        Assert.Equal(["Tank103.Level.PV"], sets[1].Items);
        Assert.Empty(await ListAsync((await _host.MintAsync("eve", Scopes.Admin)).Token.Token));

        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(_ada, "Night shift"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(_ada, "Night shift"));
        Assert.Single(await ListAsync(_ada));
    }

    [Fact]
    public async Task Number_and_size_of_sets_are_bounded()
    {
        await PutAsync(_ada, "One", "A");
        await PutAsync(_ada, "Two", "A");
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(_ada, "Three", "A"));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(_ada, "Two", "A", "B", "C"));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(_ada, "Two", "A", "B", "C", "D"));
        Assert.Equal(3, (await ListAsync(_ada))[1].Items.Count);
    }

    [Theory]
    [InlineData("Two", "[]")]
    [InlineData("Two", "null")]
    [InlineData("Two", "[\"\"]")]
    [InlineData("Two", "[\" A\"]")]
    [InlineData("Two", "[\"A\\u0007\"]")]
    [InlineData("Two", "[\"A\",\"a\"]")]
    [InlineData("a%2Fb", "[\"A\"]")]
    [InlineData("%20", "[\"A\"]")]
    [InlineData("a%0Ab", "[\"A\"]")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x", "[\"A\"]")]
    public async Task What_is_not_a_set_is_refused(string name, string items)
    {
        using var response = await _host.SendAsync(_ada, HttpMethod.Put, $"{ItemSetEndpoints.Path}/{name}", JsonDocument.Parse($"{{\"items\":{items}}}").RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await ListAsync(_ada));
    }

    [Fact]
    public async Task A_token_for_some_items_sees_and_saves_only_these()
    {
        await PutAsync(_ada, "Both", "Tank101.Level.PV", "Secret.PV");
        var some = (await _host.MintAsync(new TokenRequest { Subject = "ada", Scopes = [Scopes.ReadSessions], Read = ["Tank101.*"], Lifetime = TimeSpan.FromHours(1) })).Token.Token;

        Assert.Equal(["Tank101.Level.PV"], Assert.Single(await ListAsync(some)).Items);
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(some, "Mine", "Secret.PV"));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(some, "Mine", "Tank101.Level.SP"));
    }

    [Fact]
    public async Task The_audit_trail_has_who_saved_and_deleted_what()
    {
        await PutAsync(_ada, "Night shift", "Tank101.Level.PV");
        await DeleteAsync(_ada, "Night shift");

        var root = (await _host.MintAsync("root", Scopes.Admin)).Token.Token;
        var trail = (await _host.GetAsync<AuditPage>(root, "/api/audit")).Items.Where(item => item.Subject == "ada").ToArray();
        Assert.Equal([("items.deleted", "Night shift"), ("items.saved", "Night shift, 1 items")], trail.Select(item => (item.Action, item.Detail)));
    }

    private async Task<IReadOnlyList<ItemSet>> ListAsync(string token) => (await _host.GetAsync<ItemSetList>(token, ItemSetEndpoints.Path)).Sets;

    private async Task<HttpStatusCode> PutAsync(string token, string name, params string[] items)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Put, $"{ItemSetEndpoints.Path}/{Uri.EscapeDataString(name)}", new ItemSetRequest { Items = items });
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> DeleteAsync(string token, string name)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Delete, $"{ItemSetEndpoints.Path}/{Uri.EscapeDataString(name)}", null);
        return response.StatusCode;
    }
}
