using System.Net;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Api.Streaming;

/// <summary>The alarms as a stream over HTTP, on a real server.</summary>
public sealed class AlarmStreamTests : IAsyncLifetime
{
    private const string Path = "/api/alarms/stream";

    private GatewayHost _host = null!;
    private AlarmPlant _plant = null!;

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        _plant = await AlarmPlant.InAsync(_host, new SessionAccessInfo("m", "gateway:alarms", "plant"));
        _plant.Raise("Tank101.Level.Hi", "Pump101.Speed.Lo");
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData(ScriptStream.Lines)]
    [InlineData(ScriptStream.Events)]
    public async Task What_stands_comes_first_and_a_cut_stream_continues_exactly_after_its_position(string accept)
    {
        var token = await TokenAsync(Request());
        string? position;
        await using (var first = await ScriptStream.OpenAsync(_host, Path, token, accept))
        {
            Assert.Equal(accept, first.ContentType);
            Assert.False((await first.NextAsync("started")).TryGetProperty("position", out _));
            Assert.Equal(2, (await first.NextAsync("activeAlarm")).GetProperty("alarms").GetArrayLength());
            Assert.Null(first.LastEventId);
            Assert.True((await first.NextAsync("snapshotComplete")).TryGetProperty("position", out _));
            _plant.Clear("Tank101.Level.Hi");
            position = (await first.NextAsync("transition")).GetProperty("position").GetString();
            Assert.Equal(accept == ScriptStream.Events ? position : null, first.LastEventId);
        }

        await Eventually.Async(() => _host.Get<CallerRegistry>().Count == 0, "the end of the first stream");
        _plant.Raise("Tank101.Level.Hi");
        _plant.Clear("Pump101.Speed.Lo");
        await using var second = accept == ScriptStream.Lines
            ? await ScriptStream.OpenAsync(_host, $"{Path}?after={position}", token, accept)
            : await ScriptStream.OpenAsync(_host, Path, token, accept, lastEventId: position);
        Assert.Equal(position, (await second.NextAsync("started")).GetProperty("position").GetString());
        var rest = new List<long>();
        while (rest.Count < 2)
        {
            rest.AddRange((await second.NextAsync("transition")).GetProperty("transitions").EnumerateArray().Select(one => one.GetProperty("sequence").GetInt64()));
        }

        Assert.Equal([4, 5], rest);
    }

    [Fact]
    public async Task A_position_that_was_read_with_other_rights_begins_with_a_snapshot_of_what_may_be_seen_now()
    {
        await using var first = await ScriptStream.OpenAsync(_host, Path, await TokenAsync(Request() with { Read = ["Pump101.*"] }));
        var position = (await first.NextAsync("snapshotComplete")).GetProperty("position").GetString();
        await using var second = await ScriptStream.OpenAsync(_host, $"{Path}?after={position}", await TokenAsync(Request()));
        await second.NextAsync("access");
        Assert.Equal(2, (await second.NextAsync("snapshotComplete")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_position_of_another_epoch_gives_a_gap_and_then_the_snapshot()
    {
        await using var stream = await ScriptStream.OpenAsync(_host, $"{Path}?after=other:7", await TokenAsync(Request()));
        Assert.False((await stream.NextAsync("started")).TryGetProperty("position", out _));
        Assert.False((await stream.NextAsync("gap")).TryGetProperty("position", out _));
        Assert.True((await stream.NextAsync("snapshotComplete")).TryGetProperty("position", out _));
    }

    [Fact]
    public async Task A_revocation_ends_the_stream_and_refusals_are_answers_with_their_status()
    {
        var minted = await _host.MintAsync(Request());
        await using var stream = await ScriptStream.OpenAsync(_host, $"{Path}?access_token={minted.Token.Token}", null, ScriptStream.Events);
        await stream.NextAsync("snapshotComplete");
        var admin = await _host.MintAsync("root", Scopes.Admin);
        using var answer = await _host.SendAsync(admin.Token.Token, HttpMethod.Delete, $"/api/tokens/{minted.Token.TokenId}");
        Assert.Equal("TokenRevoked", (await stream.NextAsync("end")).GetProperty("code").GetString());
        Assert.Null(await stream.NextAsync());

        await using var mute = await ScriptStream.OpenAsync(_host, Path, (await _host.MintAsync("ada", Scopes.ReadFeed)).Token.Token);
        Assert.Equal((HttpStatusCode.Forbidden, nameof(GatewayErrorCode.Forbidden)), (mute.Status, await mute.CodeAsync()));
        await using var wrong = await ScriptStream.OpenAsync(_host, $"{Path}?states=sleepy", await TokenAsync(Request()));
        Assert.Equal((HttpStatusCode.BadRequest, nameof(GatewayErrorCode.InvalidArgument)), (wrong.Status, await wrong.CodeAsync()));
    }

    private static TokenRequest Request() => new() { Subject = "ada", Scopes = [Scopes.ReadSessions], SessionTags = ["plant"], Lifetime = TimeSpan.FromHours(1) };

    private async Task<string> TokenAsync(TokenRequest request) => (await _host.MintAsync(request)).Token.Token;
}
