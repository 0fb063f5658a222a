using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Catalogue;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Gateway.Web.Tests.Sessions.AlarmMonitoring;

namespace Gateway.Web.Tests.Sessions.Catalogue;

/// <summary>Items are found in the galaxy of the simulator, by real workers.</summary>
public sealed class ItemFinderTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private MonitoredPlant _plant = null!;
    private Session _session = null!;

    private string DumpPath => Path.Combine(_directory.Path, "dump.csv");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(DumpPath, DumpSamples.Plant);
        _plant = await MonitoredPlant.StartAsync(
            ("Gateway:Alarms:Enabled", "false"), ("Gateway:Catalogue:DumpPath", DumpPath), ("Gateway:Catalogue:Objects:0", "AlarmFlood01"), ("Gateway:Catalogue:MaxItems", "20000"));
        _session = await OpenAsync();
        // The simulator makes the objects of the flood when they are named first, which may take longer than a read; then they are asked again later.
        await Eventually.Async(
            async () => (await FindAsync(new FindItemsRequest { Like = "AlarmFlood01.A001.InAlarm" })).Items.Count > 0
                && (await FindAsync(new FindItemsRequest { Like = "Tank101.Level.PV" })).Items is [{ DataType: not null }, ..],
            "the objects");
    }

    public async Task DisposeAsync()
    {
        await _plant.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_simulators_galaxy_is_found_with_types_units_and_descriptions()
    {
        var level = Assert.Single((await FindAsync(new FindItemsRequest { Like = "Tank101.Level.PV" })).Items, item => item.Reference == "Tank101.Level.PV");
        Assert.Equal((ItemLevel.Item, "Tank101", "Plant", "%"), (level.Level, level.Object, level.Area, level.Unit));
        Assert.Contains(level.DataType, new MxDataType?[] { MxDataType.Float, MxDataType.Double });
        var crew = Assert.Single((await FindAsync(new FindItemsRequest { Like = "Plant.Crew*" })).Items);
        Assert.Equal(("Plant.Crew[]", MxDataType.String), (crew.Reference, crew.DataType));
    }

    [Fact]
    public async Task Areas_lead_to_objects_and_objects_to_items_that_can_be_advised()
    {
        var areas = (await FindAsync(new FindItemsRequest { Level = ItemLevel.Area })).Items;
        Assert.Contains(areas, area => area is { Reference: "Plant", Count: > 5 });
        var objects = (await FindAsync(new FindItemsRequest { Level = ItemLevel.Object, Area = "Plant", Limit = 1_000 })).Items;
        Assert.Contains(objects, one => one is { Reference: "Tank101", Description: "Raw water tank", Count: > 10 });
        var items = await AllAsync(new FindItemsRequest { Object = "Tank101", Limit = 50 });
        Assert.True(items.Count > 50, $"{items.Count} items");
        var server = (await _session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = "test" }, Patience.Token)).ReturnValue!.Value;
        var read = await BulkReading.ReadAsync(_session, server, [.. items.Select(item => item.Reference)], 60_000, Patience.Token).WithTimeout("the values");
        Assert.All(items.Zip(read), pair => Assert.True(pair.Second is { Hresult: 0, Value: not null }, pair.First.Reference));
    }

    [Fact]
    public async Task Looking_leaves_nothing_in_the_session()
    {
        await FindAsync(new FindItemsRequest { Object = "Tank101" });
        var state = (await _session.InvokeAsync(new MxCommand { Method = MxMethod.GetSessionState }, Patience.Token)).Session!;
        Assert.Empty(state.Items);
        Assert.Empty(state.Servers);
        Assert.Equal(0, _session.Distributor.Range.Latest);
    }

    [Fact]
    public async Task Configured_objects_and_those_of_a_dump_are_found_beside_the_simulators()
    {
        Assert.NotEmpty((await FindAsync(new FindItemsRequest { Like = "AlarmFlood01.A001.InAlarm" })).Items);
        var page = await FindAsync(new FindItemsRequest { Like = "Mixer_001.Speed" });
        Assert.Equal(("Mixer_001.Speed", MxDataType.Float, "1/min", "Stirrer"), (page.Items[0].Reference, page.Items[0].DataType, page.Items[0].Unit, page.Items[0].Description));
        Assert.Equal(5, page.UnreadObjects);
        Assert.Null(page.Notice);
    }

    [Fact]
    public async Task An_object_that_nobody_named_is_asked_when_a_client_names_it()
    {
        Assert.Empty((await FindAsync(new FindItemsRequest { Like = "AlarmFlood07*" })).Items);
        await Eventually.Async(async () => (await FindAsync(new FindItemsRequest { Object = "AlarmFlood07" })).Items.Count > 0, "the named object");
        Assert.NotEmpty((await FindAsync(new FindItemsRequest { Like = "AlarmFlood07*" })).Items);
        Assert.Empty((await FindAsync(new FindItemsRequest { Object = "Nobody" })).Items);
    }

    [Fact]
    public async Task What_a_session_has_added_is_found_in_it_although_nothing_else_knows_it()
    {
        var server = (await _session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = "test" }, Patience.Token)).ReturnValue;
        var items = new[] { "Load.Item0001", "Tank101.Level.PV" };
        await _session.InvokeAsync(new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = server, ItemDefinitions = items }, Patience.Token);
        await Eventually.Async(async () => (await FindAsync(new FindItemsRequest { Like = "Load.*" })).Items is [{ Reference: "Load.Item0001", DataType: not null }], "the item of the session");
        var other = await OpenAsync();
        Assert.Empty((await FindAsync(new FindItemsRequest { Like = "Load.*" }, session: other)).Items);
    }

    [Fact]
    public async Task A_token_finds_only_what_it_may_read()
    {
        var some = Caller() with { Read = new ItemGlobSet(["Tank10*.Level.PV"]) };
        var found = await FindAsync(new FindItemsRequest { Limit = 1_000 }, some);
        Assert.Equal(["Tank101.Level.PV", "Tank102.Level.PV", "Tank103.Level.PV", "Tank104.Level.PV"], found.Items.Select(item => item.Reference));
        var objects = await FindAsync(new FindItemsRequest { Level = ItemLevel.Object }, some);
        Assert.Equal(["Tank101", "Tank102", "Tank103", "Tank104"], objects.Items.Select(one => one.Reference));
        Assert.Equal(0, objects.UnreadObjects);
    }

    [Fact]
    public async Task A_session_out_of_reach_is_not_found_and_a_token_without_the_scope_is_refused()
    {
        var other = Caller() with { Subject = "eve", Scopes = [Scopes.ReadSessions] };
        Assert.Equal(GatewayErrorCode.SessionNotFound, (await Assert.ThrowsAsync<GatewayException>(() => FindAsync(new FindItemsRequest(), other))).Code);
        var none = Caller() with { Scopes = [Scopes.ReadFeed] };
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => FindAsync(new FindItemsRequest(), none))).Code);
    }

    [Fact]
    public async Task What_is_known_is_found_when_the_dump_is_spoilt_and_the_page_says_so()
    {
        await using var plant = await MonitoredPlant.StartAsync(
            ("Gateway:Alarms:Enabled", "false"), ("Gateway:Catalogue:DumpPath", Spoilt()), ("Gateway:Catalogue:RefreshSeconds", "1"));
        var session = await plant.Get<SessionManager>().OpenAsync(new OpenSessionRequest(), "grace", Patience.Token);
        var page = await FindAsync(plant, new FindItemsRequest { Like = "Tank101.Level.PV" }, session);
        Assert.NotEmpty(page.Items);
        Assert.StartsWith("The galaxy dump cannot be used: line 1", page.Notice, StringComparison.Ordinal);
        Assert.Contains(plant.Logs.Lines, line => line.Contains("The galaxy dump cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_with_too_many_items_is_cut_and_the_page_says_so()
    {
        await using var plant = await MonitoredPlant.StartAsync(("Gateway:Alarms:Enabled", "false"), ("Gateway:Catalogue:MaxItems", "300"));
        var session = await plant.Get<SessionManager>().OpenAsync(new OpenSessionRequest(), "grace", Patience.Token);
        var page = await FindAsync(plant, new FindItemsRequest(), session);
        Assert.InRange(page.Total, 1, 300);
        Assert.Contains("more than 300 items", page.Notice, StringComparison.Ordinal);
    }

    private string Spoilt()
    {
        var path = Path.Combine(_directory.Path, "spoilt.csv");
        File.WriteAllText(path, "no dump, but a text");
        return path;
    }

    private Task<Session> OpenAsync() => _plant.Get<SessionManager>().OpenAsync(new OpenSessionRequest(), "grace", Patience.Token);

    private async Task<IReadOnlyList<FoundItem>> AllAsync(FindItemsRequest request)
    {
        var all = new List<FoundItem>();
        string? after = null;
        do
        {
            var page = await FindAsync(request with { After = after });
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return all;
    }

    private Task<ItemPage> FindAsync(FindItemsRequest request, Caller? caller = null, Session? session = null) => FindAsync(_plant, request, session ?? _session, caller);

    private static async Task<ItemPage> FindAsync(MonitoredPlant plant, FindItemsRequest request, Session session, Caller? caller = null)
    {
        var origin = new ConnectionOrigin { ConnectionId = "c", RemoteAddress = "192.0.2.7" };
        var live = new LiveCaller(origin, caller ?? Caller(), new ConnectionQuota(1, 1, TimeProvider.System), () => { });
        return await plant.Get<ItemFinder>().FindAsync(live, session.Identity.SessionId, request, Patience.Token).WithTimeout("the items");
    }

    private static Caller Caller() => new() { Subject = "grace", TokenId = "t", Scopes = [Scopes.ReadSessions], ExpiresAt = DateTimeOffset.MaxValue };
}
