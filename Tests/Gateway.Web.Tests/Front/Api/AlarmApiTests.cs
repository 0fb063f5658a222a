using System.Net;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Api;

public sealed class AlarmApiTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("", "Pump101.Speed.Lo Tank101.Level.Hi")]
    [InlineData("?references=Pump*,Nothing*", "Pump101.Speed.Lo")]
    [InlineData("?states=returned,normal", "Tank101.Level.Hi")]
    [InlineData("?areas=Elsewhere", "")]
    public async Task The_alarms_of_now_are_those_that_the_query_selects(string query, string expected)
    {
        await PlantAsync();
        var now = await _host.GetAsync<AlarmsNow>(await TokenAsync(), "/api/alarms" + query);
        Assert.Equal(expected, string.Join(' ', now.Alarms.Select(alarm => alarm.Reference).Order(StringComparer.Ordinal)));
        Assert.Equal(3, now.AsOf);
    }

    [Fact]
    public async Task The_log_is_read_page_by_page_to_its_end()
    {
        await PlantAsync();
        var token = await TokenAsync();
        var first = await _host.GetAsync<AlarmPage>(token, "/api/alarms/log?limit=2");
        var second = await _host.GetAsync<AlarmPage>(token, $"/api/alarms/log?after={first.Next}&epoch={first.Epoch}&limit=2");
        Assert.Equal([1L, 2L], first.Transitions.Select(one => one.Sequence));
        Assert.Equal([3L], second.Transitions.Select(one => one.Sequence));
        Assert.Equal(second.Latest, second.Next);
        var filtered = await _host.GetAsync<AlarmPage>(token, "/api/alarms/log?references=Pump*");
        Assert.Equal((2L, 3L), (Assert.Single(filtered.Transitions).Sequence, filtered.Next));
    }

    [Fact]
    public async Task A_caller_sees_the_alarms_whose_item_it_may_read_if_it_reaches_the_monitor()
    {
        await PlantAsync();
        foreach (var (request, expected) in new[]
        {
            (Request() with { Read = ["Pump101.*"] }, 1),
            (Request() with { SessionTags = ["other"] }, 0),
        })
        {
            var token = (await _host.MintAsync(request)).Token.Token;
            Assert.Equal(expected, (await _host.GetAsync<AlarmsNow>(token, "/api/alarms")).Alarms.Count);
            Assert.Equal(expected, (await _host.GetAsync<AlarmPage>(token, "/api/alarms/log")).Transitions.Count);
        }

        var without = (await _host.MintAsync("ada", Scopes.ReadFeed)).Token.Token;
        Assert.Equal((HttpStatusCode.Forbidden, nameof(GatewayErrorCode.Forbidden)), await RefusalAsync("/api/alarms", without));
        Assert.Equal((HttpStatusCode.Forbidden, nameof(GatewayErrorCode.Forbidden)), await RefusalAsync("/api/alarms/log", without));
    }

    [Theory]
    [InlineData("/api/alarms?states=sleepy")]
    [InlineData("/api/alarms?priorityTo=1000")]
    [InlineData("/api/alarms?priorityTo=x")]
    [InlineData("/api/alarms/log?after=-1")]
    [InlineData("/api/alarms/log?limit=0")]
    [InlineData("/api/alarms/log?epoch=abc")]
    public async Task A_wrong_query_is_a_problem_with_a_code(string path)
    {
        await PlantAsync();
        Assert.Equal((HttpStatusCode.BadRequest, nameof(GatewayErrorCode.InvalidArgument)), await RefusalAsync(path, await TokenAsync()));
    }

    [Theory]
    [InlineData("/api/alarms")]
    [InlineData("/api/alarms/log")]
    public async Task Without_a_monitor_nothing_is_read_and_the_answer_names_the_setting(string path)
    {
        var token = await TokenAsync();
        Assert.Equal((HttpStatusCode.BadRequest, nameof(GatewayErrorCode.Unsupported)), await RefusalAsync(path, token));
        using var response = await _host.SendAsync(token, HttpMethod.Get, path);
        Assert.Contains("Gateway:Alarms:Enabled", await response.Content.ReadAsStringAsync().WithTimeout("the body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_interface_has_both_routes_with_their_parameters()
    {
        var document = await _host.GetAsync<JsonObject>(await TokenAsync(), "/openapi/v1.json");
        Assert.Equal(["areas", "references", "priorityTo", "states"], ParametersOf(document, "/api/alarms"));
        Assert.Equal(["areas", "references", "priorityTo", "states", "after", "epoch", "limit"], ParametersOf(document, "/api/alarms/log"));
    }

    private static string[] ParametersOf(JsonObject document, string path) =>
        [.. document["paths"]![path]!["get"]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!)];

    private async Task PlantAsync()
    {
        var plant = await AlarmPlant.InAsync(_host, new SessionAccessInfo("m", "gateway:alarms", "plant"));
        plant.Raise("Tank101.Level.Hi", "Pump101.Speed.Lo");
        plant.Clear("Tank101.Level.Hi");
    }

    private async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(string path, string token)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Get, path);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync().WithTimeout("the body"));
        return (response.StatusCode, (string?)problem?["code"]);
    }

    private async Task<string> TokenAsync() => (await _host.MintAsync(Request())).Token.Token;

    private static TokenRequest Request() => new() { Subject = "ada", Scopes = [Scopes.ReadSessions], SessionTags = ["plant"], Lifetime = TimeSpan.FromHours(1) };
}
