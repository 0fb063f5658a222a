using System.Text.Json;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Streams.Alarms.Reading;

namespace Gateway.Web.Tests.Sessions.Overview;

/// <summary>What a watcher is told of a sample, and of the next one.</summary>
public sealed class OverviewViewTests
{
    private const int MessageLimit = 1024 * 1024;

    private static readonly ScopeAccessPolicy Access = new();

    private readonly AlarmReach _alarms = new(Access);

    private OverviewView NewView() => new(new OverviewSight(Access, _alarms));

    private static Caller Admin => SamplePlant.Caller("root", null, Scopes.Admin);

    [Fact]
    public void The_whole_of_many_sessions_and_readers_comes_in_messages_below_the_limit_even_with_the_longest_texts()
    {
        var text = new string('ü', 200);
        var sessions = Enumerable.Range(0, 250).Select(i => SamplePlant.Session($"s{i}", text: text)).ToArray();
        var sample = SamplePlant.Of(sessions).With([.. Enumerable.Range(0, 1_000).Select(i => SamplePlant.Reader($"r{i}", $"s{i % 250}", text: text))]);

        var items = NewView().Whole(sample, Admin);

        Assert.IsType<OverviewWholeItem>(items[0]);
        Assert.Equal((250, 1_000), items[^1] is OverviewCompleteItem { Sessions: var s, Readers: var r } ? (s, r) : (0, 0));
        Assert.All(items, item => Assert.True(JsonSerializer.SerializeToUtf8Bytes(item, GatewayJson.Options).Length < MessageLimit));
        var parts = items.Select(StatusOf).OfType<GatewayStatus>().ToArray();
        Assert.Equal(sample.Sessions.Keys.Order(), parts.SelectMany(part => part.Sessions).Select(row => row.SessionId).Order());
        Assert.Equal(250, parts.Sum(part => part.SessionLoads.Count));
        Assert.Equal(sample.Readers.Keys.Order(), parts.SelectMany(part => part.Readers).Select(row => row.ReaderId).Order());
        Assert.Equal(1_000, parts.Sum(part => part.ReaderLoads.Count));
        Assert.Single(parts, part => part.Process is not null);
    }

    [Fact]
    public void The_rates_of_the_last_hour_are_in_the_whole_and_for_admins_only()
    {
        var (sample, view) = (SamplePlant.Of(SamplePlant.Session("one")), NewView());
        var rates = StatusOf(view.Whole(sample, Admin)[0])!.Rates!;
        Assert.Equal((SamplePlant.Time, 0, 12d, 24d, 0.5, 3d),
            (rates.At, rates.SecondsAgo.Single(), rates.EventsPerSecond.Single(), rates.DeliveredPerSecond.Single(), rates.CommandsPerSecond.Single(), rates.CpuPercent.Single()));
        Assert.Null(StatusOf(Assert.Single(view.Changes(sample, Admin)))!.Rates);
        Assert.Null(StatusOf(NewView().Whole(sample, SamplePlant.Caller("olga", null, Scopes.ReadSessions))[0])!.Rates);
    }

    [Fact]
    public void Only_rows_that_are_different_are_told_and_what_is_gone_by_its_id()
    {
        var (one, two) = (SamplePlant.Session("one"), SamplePlant.Session("two"));
        var (first, second) = (SamplePlant.Reader("first", "one"), SamplePlant.Reader("second", "two"));
        var view = NewView();
        view.Whole(SamplePlant.Of(one, two).With(first, second), Admin);

        var busy = one with { Load = one.Load with { LatestSequence = 999_999 } };
        var changes = Assert.IsType<OverviewChangesItem>(Assert.Single(view.Changes(SamplePlant.Of(busy).With(first), Admin)));

        Assert.Equal(999_999, Assert.Single(changes.Changed.SessionLoads).LatestSequence);
        Assert.Empty(changes.Changed.Sessions);
        Assert.Empty(changes.Changed.Readers);
        Assert.Empty(changes.Changed.ReaderLoads);
        Assert.Empty(changes.Changed.Health);
        Assert.Null(changes.Changed.Keys);
        Assert.Equal(["two"], changes.RemovedSessions);
        Assert.Equal(["second"], changes.RemovedReaders);
    }

    [Fact]
    public void An_item_comes_also_when_nothing_is_different()
    {
        var sample = SamplePlant.Of(SamplePlant.Session("one"));
        var caller = SamplePlant.Caller("olga");
        var view = NewView();
        view.Whole(sample, caller);

        var changes = Assert.IsType<OverviewChangesItem>(Assert.Single(view.Changes(sample, caller)));

        Assert.Equal(JsonSerializer.Serialize(new GatewayStatus { At = sample.At }, GatewayJson.Options), JsonSerializer.Serialize(changes.Changed, GatewayJson.Options));
    }

    [Theory]
    [InlineData("root", null, Scopes.Admin, "mine theirs", "a b c", true)]
    [InlineData("olga", null, Scopes.ReadSessions, "mine", "a b", false)]
    [InlineData("tina", "line-1", Scopes.ReadSessions, "mine", "", false)]
    [InlineData("rita", "line-1", Scopes.ReadSessions, "mine", "a", false)]
    [InlineData("eve", null, Scopes.ReadSessions, "", "", false)]
    [InlineData("sam", null, Scopes.AllSessions, "", "", false)]
    public void Callers_see_the_sessions_that_they_reach_and_readers_of_their_own(string subject, string? tag, string scope, string sessions, string readers, bool gateway)
    {
        var sample = SamplePlant.Of(SamplePlant.Session("mine", "olga", "line-1"), SamplePlant.Session("theirs", "otto"))
            .With(SamplePlant.Reader("a", "mine", "rita"), SamplePlant.Reader("b", "mine", "olga"), SamplePlant.Reader("c", "theirs", "rita"));

        var whole = Assert.IsType<OverviewWholeItem>(NewView().Whole(sample, SamplePlant.Caller(subject, tag, scope))[0]).Status;

        Assert.Equal(sessions, string.Join(' ', whole.Sessions.Select(row => row.SessionId).Order()));
        Assert.Equal(sessions, string.Join(' ', whole.SessionLoads.Select(row => row.SessionId).Order()));
        Assert.Equal(readers, string.Join(' ', whole.Readers.Select(row => row.ReaderId).Order()));
        Assert.Equal(readers, string.Join(' ', whole.ReaderLoads.Select(row => row.ReaderId).Order()));
        Assert.Equal((gateway, gateway, gateway, gateway), (whole.Process is not null, whole.Health.Count > 0, whole.Feeds.Count > 0, whole.Keys is not null));
    }

    [Fact]
    public void A_session_that_gets_a_tag_out_of_reach_is_gone_with_its_readers()
    {
        var caller = SamplePlant.Caller("tina", "line-1");
        var session = SamplePlant.Session("one", "olga", "line-1");
        var reader = SamplePlant.Reader("own", "one", "tina");
        var view = NewView();
        view.Whole(SamplePlant.Of(session).With(reader), caller);
        var elsewhere = session with { Access = session.Access with { SessionTag = "line-2" }, Facts = session.Facts with { SessionTag = "line-2" } };

        var changes = Assert.IsType<OverviewChangesItem>(Assert.Single(view.Changes(SamplePlant.Of(elsewhere).With(reader), caller)));

        Assert.Empty(changes.Changed.Sessions);
        Assert.Equal(["one"], changes.RemovedSessions);
        Assert.Equal(["own"], changes.RemovedReaders);
    }

    [Fact]
    public void Faults_are_told_once_to_who_reached_the_session_when_it_failed()
    {
        var sample = SamplePlant.Of() with
        {
            Faults = [new(new SessionAccessInfo("gone", "olga", "line-1"), new() { Id = 1, At = SamplePlant.Time, Code = "WorkerLost", Message = "m", SessionId = "gone" })],
        };
        var view = NewView();
        var tina = SamplePlant.Caller("tina", "line-1");

        Assert.Equal("WorkerLost", Assert.Single(Assert.IsType<OverviewWholeItem>(view.Whole(sample, tina)[0]).Status.Faults).Code);
        Assert.Empty(Assert.IsType<OverviewChangesItem>(view.Changes(sample, tina)[0]).Changed.Faults);
        Assert.Empty(Assert.IsType<OverviewWholeItem>(NewView().Whole(sample, SamplePlant.Caller("walt", "line-2"))[0]).Status.Faults);
    }

    [Fact]
    public void The_alarm_monitor_is_told_to_who_reaches_its_session()
    {
        _alarms.Session = new SessionAccessInfo("monitor", "gateway:alarms", "line-1");

        Assert.NotNull(Assert.IsType<OverviewWholeItem>(NewView().Whole(SamplePlant.Of(), SamplePlant.Caller("tina", "line-1"))[0]).Status.AlarmMonitor);
        Assert.Null(Assert.IsType<OverviewWholeItem>(NewView().Whole(SamplePlant.Of(), SamplePlant.Caller("walt", "line-2"))[0]).Status.AlarmMonitor);
    }

    private static GatewayStatus? StatusOf(OverviewItem item) => item switch
    {
        OverviewWholeItem whole => whole.Status,
        OverviewChangesItem changes => changes.Changed,
        _ => null,
    };
}
