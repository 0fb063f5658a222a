using System.Net;
using System.Text.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>Reading and writing items over HTTP, in a real session of the simulator.</summary>
public sealed class ScriptValueTests
{
    private const string Level = "Tank101.Level.PV";
    private const string SetPoint = "Tank101.Level.SP";

    [Fact]
    public async Task A_token_of_a_session_tag_lists_the_session_reads_its_items_and_writes_them()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner);
        var server = await script.Session.RegisterAsync("owner");
        await script.Session.SubscribeBulkAsync(server, [Level, SetPoint], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) }).WithTimeout("the items");

        var (listed, sessions) = await script.GetAsync($"/api/sessions?sessionTag={ScriptCaller.Tag}&name=scripts");
        Assert.Equal((HttpStatusCode.OK, script.Session.Id), (listed, Assert.Single(sessions.EnumerateArray()).GetProperty("sessionId").GetString()));
        Assert.Equal(script.Session.Id, (await script.GetAsync(script.Path)).Body.GetProperty("sessionId").GetString());

        var (written, outcome) = await script.WriteAsync(new { values = new[] { new { item = SetPoint, value = 61.5 } } });
        Assert.Equal((HttpStatusCode.OK, "written"), (written, ResultsOf(outcome).Single().GetProperty("outcome").GetString()));

        var (read, fresh) = await script.GetAsync($"{script.Path}/values?item={SetPoint}&item=Pump101.Nothing&source=fresh");
        Assert.Equal(HttpStatusCode.OK, read);
        Assert.Equal((SetPoint, "Float", 61.5, 192), Described(ValuesOf(fresh)[0]));
        Assert.Equal(("Pump101.Nothing", "NotFound"), CodeOf(ValuesOf(fresh)[1]));
        Assert.Contains("detail 6", ValuesOf(fresh)[1].GetProperty("message").GetString(), StringComparison.Ordinal);

        await Eventually.Async(
            async () => ValuesOf((await script.GetAsync($"{script.Path}/values?item={SetPoint}")).Body).Single() is var value
                && value.TryGetProperty("value", out _) && Described(value) == (SetPoint, "Float", 61.5, 192),
            "the written value to be the cached one");
        var (_, cached) = await script.GetAsync($"{script.Path}/values?item=Tank101.Level.*&item=Pump101.Cmd");
        Assert.Equal([Level, SetPoint, "Pump101.Cmd"], ValuesOf(cached).Select(value => value.GetProperty("item").GetString()));
        Assert.Equal(("Pump101.Cmd", "NotFound"), CodeOf(ValuesOf(cached)[2]));
        Assert.Equal([Level, SetPoint], ValuesOf((await script.GetAsync($"{script.Path}/values")).Body).Select(value => value.GetProperty("item").GetString()));
        Assert.Matches("^[0-9a-f]+:[1-9][0-9]*$", cached.GetProperty("position").GetString());
    }

    [Fact]
    public async Task What_is_not_written_is_a_problem_with_a_code_and_the_outcome_of_each_item()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner);

        var (status, problem) = await script.WriteAsync(new
        {
            values = new object[]
            {
                new { item = "Tank101.Capacity", value = 500 },
                new { item = SetPoint, value = 40 },
                new { item = "Tank101.Nothing", value = 1 },
                new { item = SetPoint + ".EngUnits", value = "l" },
                new { item = "Tank101.Level.PV", value = "full" },
            },
        });

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (status, problem.GetProperty("code").GetString()));
        var results = ResultsOf(problem);
        Assert.Equal(["refused", "written", "refused", "refused", "refused"], results.Select(result => result.GetProperty("outcome").GetString()));
        Assert.Contains("verified writes only", results[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1013, results[0].GetProperty("statuses")[0].GetProperty("detail").GetInt32());
        Assert.Equal(("Tank101.Nothing", "NotFound"), CodeOf(results[2]));
        Assert.StartsWith("1 of 5 values were written. Tank101.Capacity: SecurityError", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Globs_of_the_token_refuse_single_items_and_a_token_that_cannot_write_writes_nothing()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner, ("write", new[] { "*.SP" }), ("read", new[] { "Tank101.*" }));
        var server = await script.Session.RegisterAsync("owner");
        await script.Session.SubscribeBulkAsync(server, [SetPoint, "Pump101.Cmd"], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) }).WithTimeout("the items");

        var (status, problem) = await script.WriteAsync(new
        {
            values = new object[] { new { item = SetPoint, value = 41 }, new { item = "Tank101.InService", value = 1 }, new { item = "Pump101.SP", value = 1 } },
        });
        Assert.Equal((HttpStatusCode.Forbidden, "written refused refused"), (status, string.Join(' ', ResultsOf(problem).Select(result => result.GetProperty("outcome").GetString()))));
        Assert.Equal(["Forbidden", "Forbidden"], ResultsOf(problem).Skip(1).Select(result => result.GetProperty("code").GetString()));
        var (_, cached) = await script.GetAsync($"{script.Path}/values?item=*&item=Pump101.Cmd");
        Assert.Equal([(SetPoint, null), ("Pump101.Cmd", "Forbidden")], ValuesOf(cached).Select(CodeOf));
        Assert.Equal(HttpStatusCode.Forbidden, (await script.GetAsync($"{script.Path}/values?item=Pump101.Cmd&source=fresh")).Status);

        using var reader = await script.WithAsync(gateway, ("scopes", new[] { "sessions:read" }));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.WriteAsync(new { values = new[] { new { item = SetPoint, value = 1 } } })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync($"{reader.Path}/values?item={SetPoint}&source=fresh")).Status);
        using var stranger = await script.WithAsync(gateway, ("sessionTags", new[] { "line-2" }));
        Assert.Equal((HttpStatusCode.NotFound, "SessionNotFound"), await RefusalAsync(stranger.GetAsync($"{stranger.Path}/values")));
        Assert.Equal((HttpStatusCode.NotFound, "SessionNotFound"), await RefusalAsync(stranger.WriteAsync(new { values = new[] { new { item = SetPoint, value = 1 } } })));
    }

    [Fact]
    public async Task Writes_of_one_item_at_the_same_time_each_get_their_own_outcome_and_leave_nothing_behind()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner);
        var server = await script.Session.RegisterAsync("owner");
        await script.Session.SubscribeBulkAsync(server, [SetPoint]).WithTimeout("the item");
        var before = await StateAsync(script.Session);

        var good = Enumerable.Range(0, 8).Select(i => script.WriteAsync(new { values = new[] { new { item = SetPoint, value = (object)(40 + i) } } }));
        var bad = Enumerable.Range(0, 8).Select(_ => script.WriteAsync(new { values = new[] { new { item = SetPoint, value = (object)"high" } } }));
        var outcomes = await Task.WhenAll(good.Concat(bad)).WithTimeout("all writes");

        Assert.Equal(
            [.. Enumerable.Repeat("written", 8), .. Enumerable.Repeat("refused", 8)], outcomes.Select(one => ResultsOf(one.Body).Single().GetProperty("outcome").GetString()));
        Assert.All(outcomes.Skip(8), one => Assert.Equal(HttpStatusCode.BadRequest, one.Status));
        Assert.Equal(before, await StateAsync(script.Session));
    }

    [Fact]
    public async Task A_write_that_does_not_complete_in_time_is_unknown_and_a_client_that_leaves_leaves_nothing_behind()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Workers:Backends:simulator:WriteDelayMs=15000");
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner);
        var before = await StateAsync(script.Session);

        var (status, problem) = await script.WriteAsync(new { values = new[] { new { item = SetPoint, value = 44 } }, timeoutMs = 7_000 });
        Assert.Equal((HttpStatusCode.GatewayTimeout, "CommandTimedOut"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal("unknown", ResultsOf(problem).Single().GetProperty("outcome").GetString());
        Assert.Equal(before, await StateAsync(script.Session));

        using var leaving = new CancellationTokenSource();
        var write = script.WriteAsync(new { values = new[] { new { item = SetPoint, value = 45 } } }, leaving.Token);
        await Eventually.Async(async () => (await script.Session.GetSessionStateAsync()).PendingWrites > 0, "the write to be sent");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WithTimeout("the end of the write"));
        await Eventually.Async(async () => await StateAsync(script.Session) == before, "the registration to be removed");
        var fresh = ValuesOf((await script.GetAsync($"{script.Path}/values?item={SetPoint}&source=fresh")).Body).Single();
        Assert.Equal((SetPoint, "Float", 45.0, 192), Described(fresh));
    }

    [Fact]
    public async Task What_a_killed_gateway_could_not_remove_the_next_one_does()
    {
        await using var first = await GatewayProcess.StartAsync(
            "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60", "Gateway:Workers:Backends:simulator:WriteDelayMs=60000");
        await using var client = first.Connect();
        using var script = await ScriptCaller.StartAsync(first, client);
        var before = await StateAsync(script.Session);
        var write = script.WriteAsync(new { values = new[] { new { item = SetPoint, value = 44 } } });
        await Eventually.Async(async () => (await script.Session.GetSessionStateAsync()).PendingWrites > 0, "the write to be sent");

        await first.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => write);
        await using var second = await first.StartAgainAsync();
        await Eventually.Async(async () => (await client.GetSessionAsync(script.Session.Id)).State == SessionState.Ready, "the session to be taken over");
        Assert.NotEqual(before, await StateAsync(script.Session));
        await script.GetAsync($"{script.Path}/values?item={SetPoint}&source=fresh");
        Assert.Equal(before, await StateAsync(script.Session));
    }

    /// <summary>Everything that the worker holds for the session.</summary>
    private static async Task<string> StateAsync(GatewaySession session)
    {
        var state = await session.GetSessionStateAsync().WithTimeout("the state");
        return $"{string.Join(',', state.Servers.Select(server => server.ClientName))} {string.Join(',', state.Items.Select(item => $"{item.ServerHandle}/{item.ItemHandle} {item.Advised}"))}";
    }

    private static async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(Task<(HttpStatusCode Status, JsonElement Body)> request)
    {
        var (status, body) = await request;
        return (status, body.GetProperty("code").GetString());
    }

    private static JsonElement[] ValuesOf(JsonElement body) => [.. body.GetProperty("values").EnumerateArray()];

    private static JsonElement[] ResultsOf(JsonElement body) => [.. body.GetProperty("results").EnumerateArray()];

    private static (string? Item, string? DataType, double Value, int Quality) Described(JsonElement value) =>
        (value.GetProperty("item").GetString(), value.GetProperty("dataType").GetString(), value.GetProperty("value").GetDouble(), value.GetProperty("quality").GetInt32());

    private static (string? Item, string? Code) CodeOf(JsonElement value) =>
        (value.GetProperty("item").GetString(), value.TryGetProperty("code", out var code) ? code.GetString() : null);
}
