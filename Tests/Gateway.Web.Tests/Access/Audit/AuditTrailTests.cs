using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Web.Tests.Access.Audit;

public sealed class AuditTrailTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new(("Gateway:Audit:RetentionRows", "100"), ("Gateway:Audit:RetentionDays", "30"), ("Gateway:Audit:QueueEntries", "16"));

    private IAudit Audit => _host.Services.GetRequiredService<IAudit>();

    public Task InitializeAsync() => _host.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task An_act_is_in_the_store_when_the_call_returns()
    {
        await Audit.RecordNowAsync(new AuditEntry { Action = "act", Subject = "ada", TokenId = "t", SessionId = "s", RemoteAddress = "::1", Detail = "d" });
        var item = Assert.Single((await PageAsync(null, 10)).Items);
        Assert.Equal(("act", "ada", "t", "s", "::1", "ok", "d"), (item.Action, item.Subject, item.TokenId, item.SessionId, item.RemoteAddress, item.Result, item.Detail));
        Assert.Equal(_host.Clock.GetUtcNow().UtcDateTime, item.Time, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task What_is_not_waited_for_is_written_soon()
    {
        Audit.Record(new AuditEntry { Action = "refused", Result = "Forbidden", Detail = new string('x', 10_000) });
        var page = await PageAsync(null, 10);
        await Eventually.Async(async () => (page = await PageAsync(null, 10)).Items.Count > 0, "the entry to be written");

        Assert.Equal(AuditOptions.MaxDetail, Assert.Single(page.Items).Detail!.Length);
    }

    [Fact]
    public async Task Pages_join_although_entries_come_meanwhile()
    {
        for (var i = 0; i < 7; i++)
        {
            await Audit.RecordNowAsync(new AuditEntry { Action = $"a{i}" });
        }

        var first = await PageAsync(null, 3);
        await Audit.RecordNowAsync(new AuditEntry { Action = "later" });
        var second = await PageAsync(first.Next, 3);
        var third = await PageAsync(second.Next, 3);

        Assert.Equal(["a6", "a5", "a4", "a3", "a2", "a1", "a0"], new[] { first, second, third }.SelectMany(page => page.Items).Select(item => item.Action));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task What_is_too_old_goes()
    {
        await Audit.RecordNowAsync(new AuditEntry { Action = "old" });
        _host.Clock.Advance(TimeSpan.FromDays(31));
        await Audit.RecordNowAsync(new AuditEntry { Action = "new" });
        await SweepAsync();
        Assert.Equal("new", Assert.Single((await PageAsync(null, 10)).Items).Action);
    }

    [Fact]
    public async Task Of_too_many_those_of_nobody_go_first()
    {
        for (var i = 0; i < 60; i++)
        {
            await Audit.RecordNowAsync(new AuditEntry { Action = "act", Subject = "ada" });
            await Audit.RecordNowAsync(new AuditEntry { Action = "noise" });
        }

        await SweepAsync();
        var items = (await PageAsync(null, 1_000)).Items;
        Assert.Equal((100, 60), (items.Count, items.Count(item => item.Action == "act")));
    }

    [Fact]
    public async Task Of_too_many_the_oldest_go_when_all_are_somebodys()
    {
        for (var i = 0; i < 105; i++)
        {
            await Audit.RecordNowAsync(new AuditEntry { Action = $"a{i}", Subject = "ada" });
        }

        await SweepAsync();
        var items = (await PageAsync(null, 1_000)).Items;
        Assert.Equal((100, "a104", "a5"), (items.Count, items[0].Action, items[^1].Action));
    }

    [Fact]
    public async Task A_full_queue_loses_and_counts_and_warns_once()
    {
        var trail = ActivatorUtilities.CreateInstance<AuditTrail>(_host.Services);
        for (var i = 0; i < 20; i++)
        {
            trail.Record(new AuditEntry { Action = "flood" });
        }

        Assert.Equal(16, trail.Waiting.Count);
        Assert.Single(_host.Logs.Lines, line => line.Contains("Audit entries arrive faster", StringComparison.Ordinal));
        trail.Recovered();
        Assert.Single(_host.Logs.Lines, line => line.Contains("4 were lost", StringComparison.Ordinal));
        await Task.CompletedTask;
    }

    private Task<AuditPage> PageAsync(long? before, int limit) => _host.Services.GetRequiredService<AuditQuery>().PageAsync(before, limit, Patience.Token);

    private Task SweepAsync() => _host.Services.GetRequiredService<AuditSweeper>().RunOnceAsync(Patience.Token);
}
