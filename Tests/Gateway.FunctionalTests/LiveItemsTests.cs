using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

/// <summary>Live items by name and writes that wait, with the real gateway and workers that are killed.</summary>
[Trait("Size", "Long")]
public sealed class LiveItemsTests
{
    private const string Level = "Tank101.Level.PV";
    private const string Setpoint = "Tank101.Level.SP";

    private static readonly LiveItemsRequest Dashboard = new() { Session = "dashboard", SessionTag = "line-1" };

    [Fact]
    public async Task They_are_shared_by_two_users_written_by_both_and_restored_in_a_new_session_when_the_worker_is_killed()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var one = gateway.Connect();
        await using var two = gateway.Connect(protocol: GatewayHubProtocol.Json);
        await using var first = one.Items([Level, "Nothing.Here"], Dashboard);
        await using var second = two.Items([Level, Setpoint], Dashboard);
        var notices = Collect(first);

        var values = await first.FirstValuesAsync(TimeSpan.FromSeconds(80)).WithTimeout("the first values");
        Assert.Null(values[0].Problem);
        Assert.Contains("the reference names", values[1].Problem, StringComparison.Ordinal);
        await second.FirstValuesAsync(TimeSpan.FromSeconds(80)).WithTimeout("the first values of the second");
        Assert.Single(await one.ListSessionsAsync().WithTimeout("the sessions"), info => info.Name == "dashboard" && info.State != SessionState.Closed);

        await WriteAsync([first, second], rounds: 5);
        Assert.Equal(GatewayErrorCode.NotFound, (await Assert.ThrowsAsync<GatewayException>(
            () => first.WriteAsync("Nothing.Here", MxValue.FromInt32(1), new WaitingWriteOptions { Timeout = TimeSpan.FromSeconds(10) }).WithTimeout("the refusal"))).Code);

        var before = first.Status.SessionId;
        await KillWorkerAsync(one, before!);
        await Eventually.Async(() => IsGood(first) && first.Status.SessionId != before, "the items in a new session");
        await Eventually.Async(() => IsGood(second) && second.Status.SessionId == first.Status.SessionId, "the other user in the same session");
        await Eventually.Async(() => notices.OfType<LiveSessionNotice>().Count() >= 2, "the notice of the new session");
        var sessions = notices.OfType<LiveSessionNotice>().ToArray();
        Assert.Equal([before, first.Status.SessionId], sessions.Select(notice => notice.SessionId));
        Assert.Contains(sessions[1].After, (GatewayErrorCode?[])[GatewayErrorCode.SessionFaulted, GatewayErrorCode.WorkerLost]);
        await WriteAsync([first, second], rounds: 1);
        await first.DisposeAsync();
        await Eventually.Async(() => IsGood(second), "the other goes on");
    }

    [Fact]
    public async Task They_go_on_in_the_same_session_after_the_gateway_was_killed()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60");
        await using var client = gateway.Connect();
        await using var live = client.Items([Level, Setpoint], Dashboard);
        var states = new ConcurrentQueue<LiveState>();
        live.StatusChanged += (_, change) => states.Enqueue(change.Current.State);
        var notices = Collect(live);
        await live.FirstValuesAsync(TimeSpan.FromSeconds(80)).WithTimeout("the first values");
        await WriteAsync([live], rounds: 1);
        var session = live.Status.SessionId;

        await gateway.KillAsync();
        await Eventually.Async(() => live.Status.State == LiveState.Restoring && live.All().All(item => item.Stale), "the values to be in doubt");
        // The setpoint does not change by itself: it is confirmed by nothing but the resumed stream.
        await using var next = await gateway.StartAgainAsync();
        await Eventually.Async(() => IsGood(live) && live[Setpoint] is { Stale: false, Quality: 192 }, "the values");

        Assert.Equal((LiveState.Live, session), (live.Status.State, live.Status.SessionId));
        Assert.Equal([LiveState.Live, LiveState.Restoring, LiveState.Live], states.SkipWhile(state => state == LiveState.Connecting));
        await Eventually.Async(() => !notices.IsEmpty, "the notice of the session");
        Assert.Equal([new LiveSessionNotice(session!, true, null)], notices);
        await WriteAsync([live], rounds: 1);
        await client.CloseSessionAsync(session!).WithTimeout("the close");
        await Eventually.Async(() => IsGood(live) && live.Status.SessionId != session, "the items in a new session after the close");
        await Eventually.Async(() => notices.OfType<LiveSessionNotice>().Last().SessionId == live.Status.SessionId, "the notice of the new session");
        Assert.Equal(GatewayErrorCode.SessionClosed, notices.OfType<LiveSessionNotice>().Last().After);
        await client.CloseSessionAsync(live.Status.SessionId!).WithTimeout("the close of the last session");
    }

    [Fact]
    public async Task A_write_whose_worker_is_killed_is_told_as_unknown_and_an_item_out_of_reach_ends_no_others()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var admin = gateway.Connect();
        await using var all = admin.Items([Level], Dashboard);
        await all.FirstValuesAsync(TimeSpan.FromSeconds(80)).WithTimeout("the first values");
        await using var limited = gateway.Connect(await MintAsync(gateway, Level));
        await using var live = limited.Items([Setpoint, Level], Dashboard);

        var values = await live.FirstValuesAsync(TimeSpan.FromSeconds(80)).WithTimeout("the first values of the limited user");
        Assert.Contains("does not allow", values[0].Problem, StringComparison.Ordinal);
        Assert.Null(values[1].Problem);
        await live.AddAsync(["Tank102.Level.PV"]).WithTimeout("one more item out of reach");
        Assert.NotNull(live["Tank102.Level.PV"].Problem);
        await Eventually.Async(() => IsGood(live), "the item within reach");
        Assert.Equal(GatewayErrorCode.Forbidden, (await Assert.ThrowsAsync<GatewayException>(() => live.WriteAsync(Setpoint, MxValue.FromDouble(1)).WithTimeout("the refusal"))).Code);

        // The writes follow one another until the worker is gone; each that was on its way has an outcome.
        using var stop = new CancellationTokenSource();
        var writing = WriteUntilItFailsAsync(all, stop.Token);
        await KillWorkerAsync(admin, all.Status.SessionId!);
        var error = await writing.WithTimeout("the write that fails");
        Assert.Contains(error.Duty, (ErrorDuty[])[ErrorDuty.OutcomeUnknown, ErrorDuty.StartOver, ErrorDuty.RetryWithResume]);
        await Eventually.Async(() => IsGood(all) && IsGood(live), "both in the new session");
    }

    private static async Task<GatewayException> WriteUntilItFailsAsync(LiveItems live, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await live.WriteAsync(Setpoint, MxValue.FromDouble(50), null, cancellationToken);
            }
            catch (GatewayException error)
            {
                return error;
            }
        }
    }

    // All writes at once: each item's own order is kept, and each write gets its own outcome.
    private static async Task WriteAsync(LiveItems[] writers, int rounds)
    {
        var writes = Enumerable.Range(0, rounds).SelectMany(i => writers.Select(live => live.WriteAsync(Setpoint, MxValue.FromDouble(40 + i)))).ToArray();
        var completions = await Task.WhenAll(writes).WithTimeout("the writes");
        Assert.All(completions, completion => Assert.True(completion.Succeeded, completion.Message));
    }

    private static bool IsGood(LiveItems live) => live.Status.State == LiveState.Live && live[Level] is { Stale: false, Quality: 192 };

    private static ConcurrentQueue<LiveNotice> Collect(LiveItems live)
    {
        var notices = new ConcurrentQueue<LiveNotice>();
        _ = Task.Run(async () =>
        {
            await foreach (var changes in live)
            {
                Array.ForEach([.. changes.Notices], notices.Enqueue);
            }
        });
        return notices;
    }

    private static async Task KillWorkerAsync(GatewayClient client, string sessionId)
    {
        var info = await client.GetSessionAsync(sessionId).WithTimeout("the session");
        using var worker = Process.GetProcessById(info.WorkerProcessId!.Value);
        worker.Kill();
    }

    private static async Task<string> MintAsync(GatewayProcess gateway, string read)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        using var answer = await http.PostAsJsonAsync(new Uri(gateway.Url, "/api/tokens"), new
        {
            subject = "limited",
            scopes = new[] { "sessions:open", "sessions:read", "sessions:write" },
            sessionTags = new[] { "line-1" },
            read = new[] { read },
            write = new[] { read },
        }).WithTimeout("a token");
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
