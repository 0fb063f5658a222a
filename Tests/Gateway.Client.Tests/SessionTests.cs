using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Client.Tests;

public sealed class SessionTests
{
    [Fact]
    public async Task Open_list_get_and_close_reach_the_gateway()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);

        var session = await client.OpenSessionAsync(new OpenSessionRequest { Name = "mine" }).WithTimeout("the session");
        Assert.Equal(("s1", "mine"), (session.Id, session.Info?.Name));
        Assert.Equal(["s1", "s2"], (await client.ListSessionsAsync().WithTimeout("the list")).Select(info => info.SessionId));
        Assert.Equal(SessionState.Ready, (await session.GetInfoAsync().WithTimeout("the session's state")).State);

        var closed = await client.CloseSessionAsync(session.Id).WithTimeout("the close");
        Assert.Equal(SessionState.Closed, closed.State);
        Assert.Equal(["s1"], gateway.ClosedSessions);
    }

    [Fact]
    public async Task Items_are_found_by_what_was_asked_for()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);

        var page = await client.FindItemsAsync("s1", new FindItemsRequest { Like = "tank", Level = ItemLevel.Object, Area = "Plant" }).WithTimeout("the items");
        Assert.Equal("s1 tank Object Plant", page.Notice);
        Assert.Equal(SampleItems.Pages[0].Items, page.Items);
        Assert.Equal((SampleItems.Pages[0].Next, 412, 3), (page.Next, page.Total, page.UnreadObjects));
    }

    [Fact]
    public async Task A_coded_error_of_the_hub_arrives_with_its_code_message_and_retry_hint()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (_, _) => throw new GatewayException(GatewayErrorCode.TooManyPendingCommands, "Wait for answers.", 250);
        await using var client = TestClient.Of(gateway);

        var missing = await Assert.ThrowsAsync<GatewayException>(() => client.GetSessionAsync("nope").WithTimeout("the error"));
        var busy = await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").PingAsync().WithTimeout("the error"));

        Assert.Equal((GatewayErrorCode.SessionNotFound, ErrorDuty.StartOver), (missing.Code, missing.Duty));
        Assert.Equal((GatewayErrorCode.TooManyPendingCommands, "Wait for answers.", 250), (busy.Code, busy.Message, busy.RetryAfterMs));
    }

    [Fact]
    public async Task A_subscription_that_waits_for_first_values_says_for_each_item_what_came()
    {
        var bad = new MxStatus { Category = MxStatusCategory.ConfigurationError, DetectedBy = MxStatusSource.RespondingLmx, Detail = 6 };
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => new MxReply
        {
            Method = command.Method,
            Results = command.Method == MxMethod.SubscribeBulk
                ? [new() { ItemHandle = 1 }, new() { Hresult = -1, Diagnostic = "refused" }, new() { ItemHandle = 3 }, new() { ItemHandle = 4 }]
                : [new() { Value = MxValue.FromFloat(49.99f), Quality = 192 }, new() { Quality = 0, Statuses = [bad] }, new() { Hresult = -2, Diagnostic = "timed out" }],
        };
        await using var client = TestClient.Of(gateway);

        var results = await client.Session("s1").SubscribeBulkAsync(7, ["Good", "Refused", "Missing", "Silent"], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(2) })
            .WithTimeout("the results");

        Assert.Equal([MxMethod.SubscribeBulk, MxMethod.ReadBulk], gateway.Commands.Select(command => command.Method));
        var read = gateway.Commands.Last();
        Assert.Equal((7, 2_000, 7_000), (read.ServerHandle, read.ReadTimeoutMs, read.TimeoutMs));
        Assert.Equal(["Good", "Missing", "Silent"], read.ItemDefinitions!);
        Assert.Equal([1, null, 3, 4], results.Select(result => result.ItemHandle));
        Assert.Equal((MxValue.FromFloat(49.99f), 192, null), (results[0].Value, results[0].Quality, results[0].Diagnostic));
        Assert.Equal((-1, "refused"), (results[1].Hresult, results[1].Diagnostic));
        Assert.Equal((0, MxStatusText.Of(bad)), (results[2].Hresult, results[2].Diagnostic));
        Assert.Contains("did not come: timed out", results[3].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_subscribed_keeps_its_handles_when_the_wait_for_first_values_fails()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => command.Method == MxMethod.SubscribeBulk
            ? new MxReply { Method = command.Method, Results = [new MxItemResult { ItemHandle = 1 }] }
            : throw new GatewayException(GatewayErrorCode.CommandTimedOut, "too slow");
        await using var client = TestClient.Of(gateway);
        var session = client.Session("s1");

        var result = Assert.Single(await session.SubscribeBulkAsync(7, ["A"], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(2) }).WithTimeout("the results"));
        Assert.Equal(1, result.ItemHandle);
        Assert.Contains("did not come", result.Diagnostic, StringComparison.Ordinal);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => session.SubscribeBulkAsync(7, ["A"], new SubscribeOptions { FirstValues = TimeSpan.Zero }));
        Assert.Equal(2, gateway.Commands.Count);
    }

    [Fact]
    public async Task A_cancellation_token_is_not_taken_for_a_flag_and_without_a_wait_nothing_is_read()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => new MxReply { Method = command.Method, Results = [] };
        await using var client = TestClient.Of(gateway);
        var session = client.Session("s1");

        await session.SubscribeBulkAsync(7, ["A"], CancellationToken.None).WithTimeout("the results");
        await session.SubscribeBulkAsync(7, ["A"], new SubscribeOptions { Supervisory = true }).WithTimeout("the results");
        await session.AdviseItemBulkAsync(7, [1], CancellationToken.None).WithTimeout("the results");

        Assert.Equal(
            [(MxMethod.SubscribeBulk, false), (MxMethod.SubscribeBulk, true), (MxMethod.AdviseItemBulk, false)],
            gateway.Commands.Select(command => (command.Method, command.Supervisory == true)));
    }

    [Fact]
    public async Task A_failing_hresult_throws_from_commands_and_is_a_reply_from_invoke()
    {
        const int InvalidArgument = unchecked((int)0x80070057);
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => new MxReply { Method = command.Method, Hresult = InvalidArgument, Diagnostic = "E_INVALIDARG" };
        await using var client = TestClient.Of(gateway);
        var session = client.Session("s1");

        var error = await Assert.ThrowsAsync<MxAccessException>(() => session.AdviseAsync(1, 2).WithTimeout("the failure"));
        var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.Advise }).WithTimeout("the reply");

        Assert.Equal((InvalidArgument, MxMethod.Advise), (error.HResult, error.Method));
        Assert.Contains("0x80070057", error.Message, StringComparison.Ordinal);
        Assert.Equal(InvalidArgument, reply.Hresult);
    }

    [Fact]
    public async Task A_success_without_its_result_is_an_error()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = TestClient.Of(gateway);

        var error = await Assert.ThrowsAsync<GatewayException>(() => client.Session("s1").RegisterAsync("me").WithTimeout("the error"));

        Assert.Equal(GatewayErrorCode.Internal, error.Code);
    }

    [Fact]
    public async Task Every_command_sends_its_method_and_arguments()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => Complete(command);
        await using var client = TestClient.Of(gateway);
        var session = client.Session("s1");

        await CallEverythingAsync(session).WithTimeout("every command");

        var commands = gateway.Commands.ToList();
        Assert.Equal(Enum.GetValues<MxMethod>().Order(), commands.Select(command => command.Method).Distinct().Order());
        var secured = commands.Single(command => command.Method == MxMethod.WriteSecured2);
        Assert.Equal((1, 11, 5, 6), (secured.ServerHandle, secured.ItemHandle, secured.UserId, secured.VerifierUserId));
        Assert.Equal(MxValue.FromDouble(1.5), secured.Value);
        Assert.Equal(MxValue.FromDate(DateTime.UnixEpoch), secured.Timestamp);
        var plain = commands.Single(command => command.Method == MxMethod.Write);
        Assert.Equal((0, MxValue.FromInt32(3)), (plain.UserId, plain.Value));
        Assert.Equal(250, commands.Single(command => command.Method == MxMethod.ReadBulk).ReadTimeoutMs);
        Assert.True(commands.Single(command => command.Method == MxMethod.SubscribeBulk).Supervisory);
    }

    [Fact]
    public async Task Handles_are_resolved_from_the_sessions_own_replies()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => Complete(command);
        await using var client = TestClient.Of(gateway);
        var session = client.Session("s1");

        await session.AddItemAsync(1, "Tank101.Level.PV").WithTimeout("AddItem");
        await session.AdviseAsync(1, 11).WithTimeout("Advise");
        Assert.Equal(("Tank101.Level.PV", AdviseKind.Plain), (session.FindItem(1, 11)?.ItemDefinition, session.FindItem(1, 11)?.Advised));
        Assert.Null(session.FindItem(2, 11));

        await session.SubscribeBulkAsync(1, ["A", "B"], supervisory: true).WithTimeout("SubscribeBulk");
        Assert.Equal(("B", AdviseKind.Supervisory), (session.FindItem(1, 101)?.ItemDefinition, session.FindItem(1, 101)?.Advised));

        await session.UnsubscribeBulkAsync(1, [100, 101]).WithTimeout("UnsubscribeBulk");
        Assert.Equal([11], session.Items.Select(item => item.ItemHandle));

        await session.GetSessionStateAsync().WithTimeout("GetSessionState");
        Assert.Equal(["C"], session.Items.Select(item => item.ItemDefinition));

        await session.UnregisterAsync(1).WithTimeout("Unregister");
        Assert.Empty(session.Items);
    }

    [Fact]
    public async Task An_unknown_handle_is_asked_for_and_a_known_one_is_not()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => Complete(command);
        await using var client = TestClient.Of(gateway);
        var session = client.Session("s1");

        Assert.Equal("C", (await session.ResolveItemAsync(1, 7).WithTimeout("the item"))?.ItemDefinition);
        Assert.Equal("C", (await session.ResolveItemAsync(1, 7).WithTimeout("the item"))?.ItemDefinition);
        Assert.Single(gateway.Commands);
        Assert.Null(await session.ResolveItemAsync(1, 8).WithTimeout("the answer"));
    }

    private static async Task CallEverythingAsync(GatewaySession session)
    {
        var write = new MxWrite
        {
            ItemHandle = 11,
            Value = MxValue.FromDouble(1.5),
            Timestamp = MxValue.FromDate(DateTime.UnixEpoch),
            UserId = 5,
            VerifierUserId = 6,
        };
        Assert.Equal(11, await session.RegisterAsync("me"));
        Assert.Equal(11, await session.AddItemAsync(1, "A"));
        Assert.Equal(11, await session.AddItem2Async(1, "A", "B"));
        Assert.Equal(11, await session.AddBufferedItemAsync(1, "A", "B"));
        Assert.Equal(11, await session.AuthenticateUserAsync(1, "user", "password"));
        Assert.Equal(11, await session.ArchestrAUserToIdAsync(1, "guid"));
        Assert.Equal(-1, (await session.SuspendAsync(1, 11)).Success);
        Assert.Equal(-1, (await session.ActivateAsync(1, 11)).Success);
        await session.AdviseAsync(1, 11);
        await session.AdviseSupervisoryAsync(1, 11);
        await session.UnAdviseAsync(1, 11);
        await session.WriteAsync(1, 11, MxValue.FromInt32(3));
        await session.Write2Async(1, write);
        await session.WriteSecuredAsync(1, write);
        await session.WriteSecured2Async(1, write);
        await session.SetBufferedUpdateIntervalAsync(1, 1000);
        await CallBulkFormsAsync(session, write);
        await session.RemoveItemAsync(1, 11);
        await session.UnregisterAsync(1);
        Assert.NotNull(await session.GetSessionStateAsync());
        Assert.Equal("x86", (await session.GetWorkerInfoAsync()).Architecture);
        Assert.True(await session.PingAsync() > TimeSpan.Zero);
    }

    private static async Task CallBulkFormsAsync(GatewaySession session, MxWrite write)
    {
        Assert.Equal(2, (await session.AddItemBulkAsync(1, ["A", "B"])).Count);
        await session.AdviseItemBulkAsync(1, [100]);
        await session.UnAdviseItemBulkAsync(1, [100]);
        await session.RemoveItemBulkAsync(1, [100]);
        await session.SubscribeBulkAsync(1, ["A"], supervisory: true);
        await session.UnsubscribeBulkAsync(1, [100]);
        await session.WriteBulkAsync(1, [write]);
        await session.Write2BulkAsync(1, [write]);
        await session.WriteSecuredBulkAsync(1, [write]);
        await session.WriteSecured2BulkAsync(1, [write]);
        await session.ReadBulkAsync(1, ["A"], TimeSpan.FromMilliseconds(250));
    }

    /// <summary>A reply with everything that any command may need; new bulk items get handles from 100 on.</summary>
    private static MxReply Complete(MxCommand command) => new()
    {
        Method = command.Method,
        ReturnValue = 11,
        Status = MxStatus.Good,
        Results = command.ItemDefinitions is { } definitions
            ? [.. definitions.Select((name, index) => new MxItemResult { ItemDefinition = name, ItemHandle = 100 + index })]
            : [.. (command.ItemHandles ?? []).Select(handle => new MxItemResult { ItemHandle = handle })],
        Session = new SessionItems { Items = [new ItemInfo { ServerHandle = 1, ItemHandle = 7, ItemDefinition = "C" }] },
        Worker = new WorkerInfo { ProcessId = 1, Architecture = "x86", Backend = "simulator", Epoch = Items.Epoch },
    };
}
