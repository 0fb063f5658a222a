using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;
using static Gateway.Client.Tests.Fakes.LivePlant;

namespace Gateway.Client.Tests;

/// <summary>Writes that wait for their completion, against scripted sessions.</summary>
public sealed class WaitingWriteTests
{
    private static readonly LiveItemsRequest Dashboard = new() { Session = "dashboard" };
    private static readonly MxStatus VerifiedOnly = new() { Category = MxStatusCategory.SecurityError, DetectedBy = MxStatusSource.RespondingLmx, Detail = 1013 };

    [Fact]
    public async Task A_write_is_on_a_registration_of_its_own_and_the_next_one_of_an_item_follows_the_completion()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();

        // The session is waited for, so that a program may write at once.
        var (first, second) = (live.WriteAsync("A", MxValue.FromInt32(1)), live.WriteAsync(" a", MxValue.FromInt32(2)));
        var completions = await CompletionsAsync(plant);
        var (server, item) = Of(await plant.WriteAsync());
        Assert.NotEqual("mxgateway live items", plant.Servers.Single(one => one.ServerHandle == server).ClientName);

        // The completion of another writer's item is not taken for one of these.
        completions.Send(Completed(1, 1, item), Completed(2, server, item + 1));
        completions.Send(Completed(3, server, item, MxStatus.Good with { Category = MxStatusCategory.Pending }));
        await Eventually.Async(() => plant.Commands.Count(command => command.Method == MxMethod.Write) == 1, "the first write alone");
        Assert.False(first.IsCompleted);
        completions.Send(Completed(4, server, item));
        Assert.Equal((true, "The value was written."), await OutcomeOf(first));
        var next = await plant.WriteAsync();
        Assert.Equal(((server, item), MxValue.FromInt32(2)), (Of(next), next.Value));
        completions.Send(Completed(5, server, item, VerifiedOnly));

        var refused = await second.WithTimeout("the second write");
        Assert.Equal((false, VerifiedOnly), (refused.Succeeded, refused.Statuses.Single()));
        Assert.Contains("verified writes only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_writes_of_one_item_by_two_writers_get_each_its_own_completion()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var one = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        await using var other = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        var sequence = 0L;

        // Odd values are refused, and every reader sees every completion.
        var pending = Enumerable.Range(0, 40).Select(i => (Value: i, Outcome: (i % 4 < 2 ? one : other).WriteAsync("A", MxValue.FromInt32(i)))).ToArray();
        DrivenStream[] completions = [await CompletionsAsync(plant), await CompletionsAsync(plant)];
        for (var i = 0; i < pending.Length; i++)
        {
            var write = await plant.WriteAsync();
            var (server, item) = Of(write);
            var done = Completed(++sequence, server, item, write.Value!.Value.AsInt64() % 2 == 1 ? VerifiedOnly : null);
            Assert.All(completions, stream => stream.Send(done));
        }

        foreach (var (value, outcome) in pending)
        {
            Assert.Equal(value % 2 == 0, (await outcome.WithTimeout($"write {value}")).Succeeded);
        }
    }

    [Fact]
    public async Task A_write_that_was_given_up_leaves_its_late_completion_to_no_other_and_its_handle_is_given_back()
    {
        await using var plant = await LivePlant.StartAsync();
        var time = new DueClock(TimeSpan.Zero);
        await using var client = TestClient.Of(plant.Gateway, time);
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        // A write may be on its way before the first item of the stream has arrived.
        await Eventually.Async(() => live.Status.State == LiveState.Live, "the items to be live");
        var options = new WaitingWriteOptions { Timeout = TimeSpan.FromSeconds(7) };
        var first = live.WriteAsync("A", MxValue.FromInt32(1), options);
        var waiting = live.WriteAsync("A", MxValue.FromInt32(2), options);
        var completions = await CompletionsAsync(plant);
        var (server, item) = Of(await plant.WriteAsync());

        time.Advance(TimeSpan.FromSeconds(7));
        var error = await Assert.ThrowsAsync<GatewayException>(() => first.WithTimeout("the time-out"));
        Assert.Equal((GatewayErrorCode.CommandTimedOut, ErrorDuty.OutcomeUnknown), (error.Code, error.Duty));
        Assert.Contains("It may still take effect", error.Message, StringComparison.Ordinal);
        Assert.Contains("was not sent", (await Assert.ThrowsAsync<GatewayException>(() => waiting.WithTimeout("the time-out"))).Message, StringComparison.Ordinal);
        var third = live.WriteAsync("A", MxValue.FromInt32(3), options);
        var next = Of(await plant.WriteAsync());
        Assert.NotEqual(item, next.Item);
        completions.Send(Completed(1, server, item));

        await Eventually.Async(() => plant.Commands.Any(command => command is { Method: MxMethod.UnsubscribeBulk } && command.ItemHandles![0] == item), "the handle to be given back");
        Assert.False(third.IsCompleted);
        completions.Send(Completed(2, next.Server, next.Item));
        Assert.True((await third.WithTimeout("the third write")).Succeeded);
    }

    [Fact]
    public async Task A_write_fails_with_OutcomeUnknown_when_events_or_the_session_are_lost_and_the_next_one_works_again()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        var values = await plant.BeginAsync();

        var first = live.WriteAsync("A", MxValue.FromInt32(1));
        var completions = await CompletionsAsync(plant);
        await plant.WriteAsync();
        completions.Send(new GapItem { Reason = GapReason.WorkerOverflow, RequestedAfter = 0, Oldest = 5, Latest = 5 });
        await FailsAsync(first, GatewayErrorCode.OutcomeUnknown);
        var second = live.WriteAsync("A", MxValue.FromInt32(2));
        await plant.WriteAsync();
        plant.Lose();
        completions.Fail(GatewayErrorCode.WorkerLost);
        await FailsAsync(second, GatewayErrorCode.OutcomeUnknown);
        values.Fail(GatewayErrorCode.WorkerLost);
        await plant.BeginAsync();
        await Eventually.Async(() => live.Status.SessionId == "s2", "the new session");

        var third = live.WriteAsync("A", MxValue.FromInt32(3));
        var again = await CompletionsAsync(plant);
        var (server, item) = Of(await plant.WriteAsync());
        again.Send(Completed(1, server, item));
        Assert.True((await third.WithTimeout("the write in the new session")).Succeeded);
    }

    [Fact]
    public async Task Completions_of_the_time_without_a_connection_are_not_lost()
    {
        await using var plant = await LivePlant.StartAsync(parallelInvocations: 1);
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        var write = live.WriteAsync("A", MxValue.FromInt32(1));
        var completions = await CompletionsAsync(plant);
        var (server, item) = Of(await plant.WriteAsync());
        // The answer to the write has arrived: the gateway answers one call after the other.
        await client.GetSessionAsync("s1").WithTimeout("a call");

        completions.LoseConnection();
        var resumed = await plant.StreamAsync(EventFamily.OnWriteComplete);
        Assert.Equal(0, resumed.Request.ResumeAfter);
        resumed.Send(Started(1, resumedAfter: 0), Completed(1, server, item));

        Assert.True((await write.WithTimeout("the write")).Succeeded);
    }

    [Fact]
    public async Task Without_a_session_a_write_waits_and_then_says_that_nothing_was_sent()
    {
        await using var plant = await LivePlant.StartAsync();
        plant.Gateway.OnList = () => throw new GatewayException(GatewayErrorCode.StoreUnavailable, "Not now.");
        var time = new DueClock(TimeSpan.Zero);
        await using var client = TestClient.Of(plant.Gateway, time);
        await using var live = client.Items(["A"], Dashboard);
        var write = live.WriteAsync("A", MxValue.FromInt32(1), new WaitingWriteOptions { Timeout = TimeSpan.FromSeconds(7) });
        await Eventually.Async(() => live.Status.State == LiveState.Restoring, "the failure to open the session");

        time.Advance(TimeSpan.FromSeconds(7));

        await FailsAsync(write, GatewayErrorCode.SessionNotReady);
        Assert.DoesNotContain(plant.Commands, command => command.Method == MxMethod.Write);
    }

    [Fact]
    public async Task An_item_without_a_value_cannot_be_written_and_its_handle_is_given_back()
    {
        await using var plant = await LivePlant.StartAsync();
        plant.OnRead = reference => new MxItemResult { ItemDefinition = reference, Hresult = -1, Diagnostic = "nothing came" };
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        var write = live.WriteAsync("Nothing.Here", MxValue.FromInt32(1));
        await CompletionsAsync(plant);

        await FailsAsync(write, GatewayErrorCode.NotFound);
        var given = plant.Items.Last();
        Assert.Contains(plant.Commands, command => command is { Method: MxMethod.UnsubscribeBulk } && command.ItemHandles![0] == given.ItemHandle);
        await FailsAsync(live.WriteAsync(Forbidden, MxValue.FromInt32(1)), GatewayErrorCode.Forbidden);
        Assert.DoesNotContain(plant.Commands, command => command.Method == MxMethod.Write);
    }

    [Fact]
    public async Task A_write_that_mxaccess_does_not_accept_throws_and_the_item_can_be_written_again()
    {
        await using var plant = await LivePlant.StartAsync();
        plant.HresultOfWrite = command => command.Value == MxValue.FromInt32(1) ? -5 : 0;
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        var refused = live.WriteAsync("A", MxValue.FromInt32(1));
        var completions = await CompletionsAsync(plant);

        Assert.Equal(-5, (await Assert.ThrowsAsync<MxAccessException>(() => refused.WithTimeout("the refusal"))).HResult);
        var first = Of(await plant.WriteAsync());
        var next = live.WriteAsync("A", MxValue.FromInt32(2), new WaitingWriteOptions { UserId = 9 });
        var write = await plant.WriteAsync();
        Assert.Equal((first, 9), (Of(write), write.UserId));
        completions.Send(Completed(1, first.Server, first.Item));
        Assert.True((await next.WithTimeout("the next write")).Succeeded);
    }

    [Fact]
    public async Task The_caller_s_token_ends_the_wait_and_disposing_tells_that_the_outcome_is_not_known()
    {
        await using var plant = await LivePlant.StartAsync();
        // The time for giving the registration back does not run out.
        await using var client = TestClient.Of(plant.Gateway, new DueClock(TimeSpan.Zero));
        var live = client.Items(["A"], Dashboard);
        await plant.BeginAsync();
        using var stop = new CancellationTokenSource();
        var cancelled = live.WriteAsync("A", MxValue.FromInt32(1), null, stop.Token);
        await CompletionsAsync(plant);
        var (server, _) = Of(await plant.WriteAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WithTimeout("the end of the wait"));
        var pending = live.WriteAsync("A", MxValue.FromInt32(2));
        await plant.WriteAsync();

        await live.DisposeAsync();

        await FailsAsync(pending, GatewayErrorCode.OutcomeUnknown);
        Assert.Contains(plant.Commands, command => command is { Method: MxMethod.Unregister } && command.ServerHandle == server);
    }

    [Fact]
    public async Task A_time_out_that_cannot_be_is_refused()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        await using var live = client.Items(["A"], Dashboard);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => live.WriteAsync("A", MxValue.FromInt32(1), new WaitingWriteOptions { Timeout = TimeSpan.Zero }).WithTimeout("the refusal"));
    }

    private static async Task<DrivenStream> CompletionsAsync(LivePlant plant)
    {
        var stream = await plant.StreamAsync(EventFamily.OnWriteComplete);
        stream.Send(Started(0));
        return stream;
    }

    private static (int Server, int Item) Of(MxCommand write) => (write.ServerHandle!.Value, write.ItemHandle!.Value);

    private static async Task<(bool, string)> OutcomeOf(Task<WriteCompletion> write)
    {
        var completion = await write.WithTimeout("the write");
        return (completion.Succeeded, completion.Message);
    }

    private static async Task FailsAsync(Task<WriteCompletion> write, GatewayErrorCode code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<GatewayException>(() => write.WithTimeout($"{code}"))).Code);
}
