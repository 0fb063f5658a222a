using System.Collections.Concurrent;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;
using static Gateway.Client.Tests.Fakes.LivePlant;

namespace Gateway.Client.Tests;

/// <summary>Live items against scripted sessions. The functional tests have the same with the real gateway.</summary>
public sealed class LiveItemsTests
{
    private static readonly LiveItemsRequest Dashboard = new() { Session = "dashboard" };

    [Fact]
    public async Task The_session_is_opened_and_values_and_refusals_show_by_reference()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A", Forbidden], Dashboard with { SessionTag = "line-1" });
        var changes = live.GetAsyncEnumerator();
        var stream = await plant.BeginAsync();
        await Until(() => live.Status.State == LiveState.Live, "the items to be live");
        Assert.Equal((true, null), (live["a"].Stale, live["a"].Value));

        stream.Send(ValuesFrom(1, (1, 42)));
        await Until(() => !live["A"].Stale, "the value");

        Assert.Equal((MxValue.FromInt32(42), 192, DateTime.UnixEpoch), (live[" a "].Value!.Value, live["A"].Quality, live["A"].SourceTime));
        Assert.Equal("[Forbidden] Not for you.", live[Forbidden].Problem);
        Assert.Equal(("s1", "line-1"), (live.Status.SessionId, plant.Open.Single().SessionTag));
        var first = await NextAsync(changes);
        Assert.Equal(["A", Forbidden], first.Items.Select(item => item.Reference).Order());
        Assert.Equal([new LiveSessionNotice("s1", true, null)], first.Notices);
        Assert.Equal(["A", Forbidden], live.All().Select(item => item.Reference));
        Assert.Null(live.Find("B"));
        Assert.Throws<KeyNotFoundException>(() => live["B"]);
    }

    [Fact]
    public async Task A_forbidden_item_that_is_the_only_one_to_add_ends_no_others()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync((1, 1));
        await Until(() => !live["A"].Stale, "the value");

        await live.AddAsync([Forbidden]).WithTimeout("the items to be added");

        Assert.Contains("Not for you", live[Forbidden].Problem, StringComparison.Ordinal);
        Assert.Equal((LiveState.Live, false), (live.Status.State, live["A"].Stale));
    }

    [Fact]
    public async Task What_the_session_has_is_used_and_nothing_is_taken_away()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A", "B"], Dashboard);
        await plant.BeginAsync();
        await using (var other = client.Items(["b", "C"], Dashboard))
        {
            await plant.BeginAsync((2, 20));
            await Until(() => !other["B"].Stale, "the value of the item that was there");
            other.Remove(["B"]);
            Assert.Null(other.Find("B"));
        }

        Assert.Equal([["A", "B"], ["C"]], Subscribed(plant));
        Assert.Single(plant.Open);
        Assert.DoesNotContain(plant.Commands, command => command.Method is MxMethod.UnsubscribeBulk or MxMethod.Unregister or MxMethod.RemoveItem or MxMethod.UnAdvise);
    }

    [Fact]
    public async Task Of_two_sessions_that_were_opened_at_once_the_older_one_stays()
    {
        await using var plant = await LivePlant.StartAsync();
        plant.Gateway.OnOpen = request =>
        {
            plant.AddSession("dashboard", createdAt: DateTime.UnixEpoch.AddDays(-1));
            return plant.AddSession(request.Name);
        };
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);

        await plant.BeginAsync();
        await Until(() => live.Status.SessionId == "s1", "the older session");

        Assert.Equal(["s2"], plant.Gateway.ClosedSessions);
    }

    [Theory]
    [InlineData(GatewayErrorCode.SessionNotFound)]
    [InlineData(GatewayErrorCode.SessionClosed)]
    [InlineData(GatewayErrorCode.WorkerLost)]
    [InlineData(GatewayErrorCode.SessionFaulted)]
    public async Task The_items_are_restored_in_a_new_session_and_stale_until_it_brings_values(GatewayErrorCode code)
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        var states = new ConcurrentQueue<(LiveState, GatewayErrorCode?)>();
        live.StatusChanged += (_, change) => states.Enqueue((change.Current.State, change.Current.Code));
        live.StatusChanged += (_, _) => throw new InvalidOperationException("A handler of the application fails.");
        var stream = await plant.BeginAsync((1, 1));
        await Until(() => !live["A"].Stale, "the value");

        plant.Lose();
        stream.Fail(code);
        var next = await plant.BeginAsync();
        await Until(() => live.Status.SessionId == "s2", "the new session");
        Assert.Equal((true, MxValue.FromInt32(1)), (live["A"].Stale, live["A"].Value!.Value));
        next.Send(ValuesFrom(1, (2, 7)));
        await Until(() => !live["A"].Stale, "the value of the new session");

        Assert.Equal(MxValue.FromInt32(7), live["A"].Value!.Value);
        Assert.Equal([["A"], ["A"]], Subscribed(plant));
        Assert.Equal(
            [(LiveState.Live, null), (LiveState.Restoring, code), (LiveState.Live, null)], states.Where(state => state.Item1 != LiveState.Connecting));
        var notices = (await NextAsync(live.GetAsyncEnumerator())).Notices;
        Assert.Equal([new LiveSessionNotice("s1", true, null), new LiveSessionNotice("s2", true, code)], notices);
    }

    [Fact]
    public async Task A_faulted_session_is_left_before_its_stream_ends()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        var stream = await plant.BeginAsync((1, 1));
        await Until(() => !live["A"].Stale, "the value");
        plant.Lose();

        stream.Send(new StateItem { State = SessionState.Faulted, Fault = new SessionFault { Code = "WorkerLost", Message = "The worker is gone." } });
        await plant.BeginAsync();

        await Until(() => live.Status.SessionId == "s2", "the new session");
    }

    [Fact]
    public async Task A_refusal_is_told_and_ends_the_items()
    {
        await using var plant = await LivePlant.StartAsync();
        plant.Gateway.OnOpen = _ => throw new GatewayException(GatewayErrorCode.Forbidden, "Not this tag.");
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        var changes = live.GetAsyncEnumerator();

        var last = await NextAsync(changes);
        while (last.Status.State != LiveState.Refused)
        {
            last = await NextAsync(changes);
        }

        Assert.Equal((GatewayErrorCode.Forbidden, "Not this tag."), (last.Status.Code, last.Status.Message));
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => changes.MoveNextAsync().WithTimeout("the end"))).Code);
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => live.WriteAsync("A", MxValue.FromInt32(1)).WithTimeout("the refusal"))).Code);
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => live.FirstValuesAsync(TimeSpan.FromSeconds(30)).WithTimeout("the refusal"))).Code);
    }

    [Fact]
    public async Task A_gap_is_told_values_are_stale_until_the_snapshot_and_there_is_one_entry_per_item()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A", "B"], Dashboard);
        var stream = await plant.BeginAsync();
        stream.Send(ValuesFrom(1, [.. Enumerable.Range(1, 500).Select(i => (1, i)), (2, 5)]));
        await Until(() => !live["B"].Stale, "the values");
        var changes = live.GetAsyncEnumerator();
        Assert.Equal(["A", "B"], (await NextAsync(changes)).Items.Select(item => item.Reference).Order());

        stream.Send(new GapItem { Reason = GapReason.WorkerOverflow, RequestedAfter = 501, Oldest = 511, Latest = 511, Missed = 9 });
        await Until(() => live["A"].Stale && live["B"].Stale, "the values to be in doubt");
        stream.Send(Snapshot(511, (1, 600)), ValuesFrom(512, (1, 601)));
        await Until(() => !live["A"].Stale, "the value of the snapshot");

        Assert.True(live["B"].Stale);
        var told = new List<LiveChanges>();
        do
        {
            told.Add(await NextAsync(changes));
        }
        while (told[^1].Items.All(item => item.Value != MxValue.FromInt32(601)));
        Assert.Equal([new LiveGapNotice(GapReason.WorkerOverflow, 9)], told.SelectMany(one => one.Notices));
    }

    [Fact]
    public async Task After_a_lost_connection_values_are_confirmed_when_what_was_missed_has_come()
    {
        await using var plant = await LivePlant.StartAsync();
        var again = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = Task.FromResult<string?>(null);
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = plant.Gateway.Url,
            TimeProvider = new SkippingTimeProvider(),
            TokenProvider = _ => new ValueTask<string?>(Volatile.Read(ref token)),
        });
        await using var live = client.Items(["A", "B"], Dashboard);
        var stream = await plant.BeginAsync();
        stream.Send(ValuesFrom(1, (1, 10), (2, 20)));
        await Until(() => !live["B"].Stale, "the values");

        // The connection stays lost until the loss has been seen.
        Volatile.Write(ref token, again.Task);
        stream.LoseConnection();
        await Until(() => live["A"].Stale && live["B"].Stale && live.Status.State == LiveState.Restoring, "the values to be in doubt");
        again.SetResult(null);
        var resumed = await plant.StreamAsync();
        Assert.Equal(2, resumed.Request.ResumeAfter);
        resumed.Send(Started(4, resumedAfter: 2), ValuesFrom(3, (1, 11)));
        await Until(() => live["A"].Value == MxValue.FromInt32(11), "the first value that was missed");
        Assert.Equal((LiveState.Live, true), (live.Status.State, live["B"].Stale));
        resumed.Send(ValuesFrom(4, (1, 12)));

        await Until(() => !live["B"].Stale, "the value that did not change to be confirmed");
        Assert.Equal(MxValue.FromInt32(20), live["B"].Value!.Value);
        Assert.Single(Subscribed(plant));
    }

    [Fact]
    public async Task Values_are_stale_until_what_was_missed_has_come_also_when_no_loss_was_noticed()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A", "B"], Dashboard);
        var stream = await plant.BeginAsync();
        stream.Send(ValuesFrom(1, (1, 10), (2, 20)));
        await Until(() => !live["B"].Stale, "the values");

        // The connection lives on, and the subscription begins again on it.
        stream.Fail(GatewayErrorCode.GatewayStopping);
        var resumed = await plant.StreamAsync();
        Assert.Equal(2, resumed.Request.ResumeAfter);
        resumed.Send(Started(4, resumedAfter: 2), ValuesFrom(3, (1, 11)));
        await Until(() => live["A"].Value == MxValue.FromInt32(11), "the first value that was missed");
        Assert.Equal((LiveState.Live, false, true), (live.Status.State, live["A"].Stale, live["B"].Stale));
        resumed.Send(ValuesFrom(4, (1, 12)));

        await Until(() => !live["B"].Stale, "the value that did not change to be confirmed");
    }

    [Fact]
    public async Task An_item_that_was_removed_while_it_was_being_subscribed_is_not_shown()
    {
        await using var plant = await LivePlant.StartAsync();
        using var asked = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        plant.BeforeCommand = command =>
        {
            if (command.Method == MxMethod.SubscribeBulk)
            {
                asked.Release();
                Assert.True(go.Wait(TimeSpan.FromSeconds(30)));
            }
        };
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A", "B"], Dashboard);
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(30)).WithTimeout("the subscription"));

        live.Remove(["B"]);
        go.Release();
        var stream = await plant.BeginAsync();
        stream.Send(ValuesFrom(1, (2, 2), (1, 1)));
        await Until(() => !live["A"].Stale, "the value of the other");

        Assert.Equal(["A"], live.All().Select(item => item.Reference));
    }

    [Fact]
    public async Task An_item_that_is_added_gets_its_value_also_when_it_was_advised_already()
    {
        await using var plant = await LivePlant.StartAsync();
        var updates = new ConcurrentQueue<StreamSettings>();
        DrivenStream? stream = null;
        plant.Gateway.OnUpdate = settings =>
        {
            updates.Enqueue(settings);
            stream!.Send(Snapshot(1, (1, 10), (2, 20)));
            return settings;
        };
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        stream = await plant.BeginAsync();
        stream.Send(ValuesFrom(1, (1, 10)));
        await Until(() => !live["A"].Stale, "the value");
        plant.Items.Enqueue(new ItemInfo { ServerHandle = 1, ItemHandle = 2, ItemDefinition = "B", Advised = AdviseKind.Plain });

        await live.AddAsync(["B"]).WithTimeout("the item to be added");

        await Until(() => !live["B"].Stale, "the value");
        Assert.Equal((true, StreamMode.Conflate), (updates.Single().Snapshot, updates.Single().Mode));
        Assert.Single(Subscribed(plant));
    }

    [Fact]
    public async Task Changed_rights_leave_no_value_that_is_not_confirmed_and_bring_what_was_forbidden()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A", "B", Forbidden], Dashboard);
        var stream = await plant.BeginAsync((1, 1), (2, 2));
        await Until(() => !live["B"].Stale, "the values");

        plant.Refused.Clear();
        stream.Send(new AccessItem { Narrowed = ["B"], Widened = [Forbidden] });
        var again = await plant.BeginAsync((1, 1));
        await Until(() => !live["A"].Stale && live[Forbidden].Problem is null, "what is visible");

        Assert.Equal((true, LiveState.Live), (live["B"].Stale, live.Status.State));
        again.Send(ValuesFrom(1, (3, 3)));
        await Until(() => !live[Forbidden].Stale, "the value that was forbidden");
    }

    [Fact]
    public async Task First_values_are_awaited_and_what_is_wrong_is_told_per_item()
    {
        await using var plant = await LivePlant.StartAsync();
        var time = new DueClock(TimeSpan.Zero);
        await using var client = TestClient.Of(plant.Gateway, time);
        await using var live = client.Items(["A", "B", Forbidden, "C"], Dashboard);
        var stream = await plant.BeginAsync((1, 1));
        var broken = new MxStatus { Category = MxStatusCategory.CommunicationError, DetectedBy = MxStatusSource.RespondingLmx, Detail = 6 };
        stream.Send(new EventsItem { First = 1, Last = 1, Events = [Items.Event(1) with { ItemHandle = 2, Value = null, Quality = 0, Statuses = [broken] }] });
        await Until(() => live["B"].Problem is not null, "the problem");

        var waiting = live.FirstValuesAsync(TimeSpan.FromSeconds(7));
        while (await time.NextWaitAsync() != TimeSpan.FromSeconds(7))
        {
        }

        time.Advance(TimeSpan.FromSeconds(7));
        var items = await waiting.WithTimeout("the first values");

        Assert.Equal(
            [("A", null), ("B", MxStatusText.Of(broken)), (Forbidden, "[Forbidden] Not for you."), ("C", "No value has come within 7 s.")],
            items.Select(item => (item.Reference, item.Problem)));
        stream.Send(ValuesFrom(2, (3, 3)));
        await Until(() => live["C"] is { Stale: false, Problem: null }, "the value that came later");
        Assert.Equal(4, (await live.FirstValuesAsync(TimeSpan.FromSeconds(7)).WithTimeout("what is there already")).Count);
    }

    [Fact]
    public async Task Disposing_ends_the_loop_and_leaving_the_loop_does_not_end_the_items()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        var live = client.Items(["A"], Dashboard);
        var stream = await plant.BeginAsync();
        await foreach (var _ in live)
        {
            break;
        }

        stream.Send(ValuesFrom(1, (1, 1)));
        await Until(() => !live["A"].Stale, "the value");
        await using var reader = live.GetAsyncEnumerator();
        await NextAsync(reader);
        await Assert.ThrowsAsync<InvalidOperationException>(() => live.GetAsyncEnumerator().MoveNextAsync().WithTimeout("the refusal of a second reader"));

        await live.DisposeAsync();
        await live.DisposeAsync();

        Assert.Equal((LiveState.Closed, true), ((await NextAsync(reader)).Status.State, live["A"].Stale));
        Assert.False(await reader.MoveNextAsync().WithTimeout("the end"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => live.WriteAsync("A", MxValue.FromInt32(1)).WithTimeout("the refusal"));
    }

    [Fact]
    public async Task A_closed_client_and_the_caller_s_token_end_the_loop_with_their_exceptions()
    {
        await using var plant = await LivePlant.StartAsync();
        var client = TestClient.Of(plant.Gateway);
        using var stop = new CancellationTokenSource();
        await using var cancelled = client.Items(["A"], Dashboard, stop.Token);
        await plant.BeginAsync();
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        await Until(() => live.Status.State == LiveState.Live, "the items to be live");

        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReadToEndAsync(cancelled).WithTimeout("the end"));
        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadToEndAsync(live).WithTimeout("the end"));
        Assert.Equal(LiveState.Closed, live.Status.State);
    }

    [Fact]
    public async Task Notices_are_bounded_and_those_that_were_dropped_are_counted()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        var stream = await plant.BeginAsync();
        for (var i = 1; i <= 105; i++)
        {
            stream.Send(new GapItem { Reason = GapReason.WorkerOverflow, RequestedAfter = i - 1, Oldest = i + 1, Latest = i + 1, Missed = 1 }, Snapshot(i));
        }

        stream.Send(ValuesFrom(106, (1, 1)));
        await Until(() => !live["A"].Stale, "the value");

        var changes = await NextAsync(live.GetAsyncEnumerator());
        Assert.Equal((100, 6), (changes.Notices.Count, changes.NoticesDropped));
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_named_at_once()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        var error = Assert.Throws<ArgumentException>(() => client.Items(["A", " "], new LiveItemsRequest { Session = "", FlushInterval = TimeSpan.FromMinutes(2) }));
        Assert.All(["Reference 1", "Session", "FlushInterval"], text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    private static Task Until(Func<bool> condition, string phase) => Eventually.Async(condition, phase);

    private static async Task<LiveChanges> NextAsync(IAsyncEnumerator<LiveChanges> changes)
    {
        Assert.True(await changes.MoveNextAsync().WithTimeout("the next changes"), "The live items ended early.");
        return changes.Current;
    }

    private static async Task ReadToEndAsync(LiveItems live)
    {
        await foreach (var _ in live)
        {
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Subscribed(LivePlant plant) =>
        plant.Commands.Where(command => command.Method == MxMethod.SubscribeBulk).Select(command => command.ItemDefinitions!);
}
