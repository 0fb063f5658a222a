using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Worker.Tests.Executors;

/// <summary>
/// The behaviour that every executor must have, tested only through its contract. For each executor, a class derives from the
/// contract classes and provides the fixture. This class tests handles, advising, references, lifetime and order.
/// </summary>
public abstract class ExecutorContract : ExecutorContractBase
{
    [Fact]
    public async Task Server_and_item_handles_count_from_one()
    {
        var server = await Driver.RegisterAsync();
        Assert.Equal(1, server);
        Assert.Equal(1, await Driver.AddAsync(server, Fixture.WritableFloat));
        Assert.Equal(2, await Driver.AddAsync(server, Fixture.WritableFloat));
    }

    [Fact]
    public async Task A_second_server_has_item_handles_of_its_own()
    {
        var first = await Driver.RegisterAsync();
        var second = await Driver.RegisterAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(1, await Driver.AddAsync(first, Fixture.WritableFloat));
        Assert.Equal(1, await Driver.AddAsync(second, Fixture.WritableFloat));
    }

    [Fact]
    public async Task Unregistering_twice_is_refused()
    {
        var server = await Driver.RegisterAsync();
        var unregister = new MxCommand { Method = MxMethod.Unregister, ServerHandle = server };
        Assert.Equal(0, (await Driver.RunAsync(unregister)).Hresult);
        var second = await Driver.RunAsync(unregister);
        Assert.Equal(InvalidArgument, second.Hresult);
        Assert.NotNull(second.Diagnostic);
    }

    [Theory]
    [InlineData(MxMethod.Advise)]
    [InlineData(MxMethod.AdviseSupervisory)]
    [InlineData(MxMethod.UnAdvise)]
    [InlineData(MxMethod.RemoveItem)]
    [InlineData(MxMethod.Suspend)]
    [InlineData(MxMethod.Activate)]
    public async Task An_unknown_item_handle_is_an_invalid_argument(MxMethod method)
    {
        var server = await Driver.RegisterAsync();
        Assert.Equal(InvalidArgument, (await Driver.ItemAsync(method, server, 4711)).Hresult);
        Assert.Equal(InvalidArgument, (await Driver.ItemAsync(method, server + 99, 1)).Hresult);
    }

    [Fact]
    public async Task A_removed_item_cannot_be_used_again()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AddAsync(server, Fixture.WritableFloat);
        Assert.Equal(0, (await Driver.ItemAsync(MxMethod.RemoveItem, server, item)).Hresult);
        Assert.Equal(InvalidArgument, (await Driver.ItemAsync(MxMethod.Advise, server, item)).Hresult);
        Assert.Contains(new ItemKey { ServerHandle = server, ItemHandle = item }, Sink.Log);
    }

    [Fact]
    public async Task Advise_brings_the_present_value_once_when_nothing_changes()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        await Driver.PassAsync(TimeSpan.FromSeconds(2));
        var only = Assert.Single(Sink.Of(item));
        Assert.Equal(VariantType.Float, only.Value.Type);
        Assert.Equal(192, only.Quality);
        Assert.True(only.IsSuccess);
        Assert.NotNull(only.SourceTime);
    }

    [Fact]
    public async Task A_changing_value_raises_an_event_per_change()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Changing);
        await Driver.UntilAsync(() => Sink.Of(item).Count >= 4, "three changes");
        var values = Sink.Of(item).Select(change => (change.Value, change.Quality)).ToList();
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public async Task UnAdvise_ends_the_events_and_a_new_advise_starts_with_the_present_value()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Changing);
        Assert.Equal(0, (await Driver.ItemAsync(MxMethod.UnAdvise, server, item)).Hresult);
        var before = Sink.Of(item).Count;
        await Driver.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(before, Sink.Of(item).Count);
        await Driver.ItemAsync(MxMethod.Advise, server, item);
        await Driver.UntilAsync(() => Sink.Of(item).Count > before, "the first callback of the second advise");
    }

    [Fact]
    public async Task A_bad_reference_is_accepted_and_fails_by_event()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Missing);
        var change = Sink.Of(item)[0];
        Assert.False(change.IsSuccess);
        Assert.Equal(MxStatusCategory.ConfigurationError, change.Status.Category);
        Assert.Equal(6, change.Status.Detail);
        Assert.Equal(0, change.Quality & 0xC0);
    }

    [Fact]
    public async Task An_array_without_brackets_fails_with_its_own_detail()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.StringArray);
        Assert.Equal(1003, Sink.Of(item)[0].Status.Detail);
    }

    [Fact]
    public async Task Brackets_read_the_whole_array_and_elements_from_one()
    {
        var server = await Driver.RegisterAsync();
        var whole = await Driver.AdviseAndWaitAsync(server, Fixture.StringArray + "[]");
        var first = await Driver.AdviseAndWaitAsync(server, Fixture.StringArray + "[1]");
        var zeroth = await Driver.AdviseAndWaitAsync(server, Fixture.StringArray + "[0]");
        var elements = Assert.IsType<string[]>(Sink.Of(whole)[0].Value.AsArray());
        Assert.True(elements.Length > 1);
        Assert.Equal(elements[0], Sink.Of(first)[0].Value.AsString());
        Assert.False(Sink.Of(zeroth)[0].IsSuccess);
    }

    [Fact]
    public async Task References_do_not_mind_upper_and_lower_case()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat.ToUpperInvariant());
        Assert.True(Sink.Of(item)[0].IsSuccess);
    }

    [Fact]
    public async Task An_item_is_announced_before_its_first_event_and_withdrawn_with_its_server()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        var advised = Assert.IsType<ItemInfo>(Sink.Log.Last(entry => entry is ItemInfo));
        Assert.Equal((AdviseKind.Plain, Fixture.WritableFloat, 0L), (advised.Advised, advised.ItemDefinition, advised.AddedAfter));
        Assert.True(Sink.Log.ToList().IndexOf(advised) < Sink.Log.ToList().FindIndex(entry => entry is RecordedEvent));
        await Driver.RunAsync(new MxCommand { Method = MxMethod.Unregister, ServerHandle = server });
        Assert.Equal(new ItemKey { ServerHandle = server, ItemHandle = item }, Sink.Log[^1]);
    }

    [Fact]
    public async Task Session_state_lists_what_is_registered_added_and_advised()
    {
        var server = await Driver.RegisterAsync();
        var plain = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        var supervisory = await Driver.AdviseAsync(server, Fixture.Changing, MxMethod.AdviseSupervisory);
        var added = await Driver.AddAsync(server, Fixture.ReadOnly);
        SessionItems state = null!;
        await Fixture.WithWritesPendingAsync(async () =>
        {
            await Driver.WriteAsync(server, plain, MxValue.FromFloat(51));
            state = (await Driver.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!;
        });
        Assert.Equal(new ServerInfo { ServerHandle = server, ClientName = "Tests" }, Assert.Single(state.Servers));
        Assert.Equal(
            [(plain, AdviseKind.Plain), (supervisory, AdviseKind.Supervisory), (added, AdviseKind.None)],
            state.Items.Select(item => (item.ItemHandle, item.Advised)));
        Assert.Equal(1, state.PendingWrites);
        await Driver.CompletionAsync(plain);
        Assert.Equal(0, (await Driver.RunAsync(new MxCommand { Method = MxMethod.GetSessionState })).Session!.PendingWrites);
    }

    [Fact]
    public async Task Ping_goes_round_and_the_worker_question_is_not_the_executors()
    {
        Assert.Equal(0, (await Driver.RunAsync(new MxCommand { Method = MxMethod.Ping })).Hresult);
        var refused = await Assert.ThrowsAsync<GatewayException>(() => Driver.RunAsync(new MxCommand { Method = MxMethod.GetWorkerInfo }));
        Assert.Equal(GatewayErrorCode.Unsupported, refused.Code);
    }

    [Fact]
    public async Task Commands_run_in_the_order_given()
    {
        var server = await Driver.RegisterAsync();
        var adds = Enumerable.Range(0, 200).Select(_ => Driver.AddAsync(server, Fixture.WritableFloat)).ToArray();
        var handles = await Task.WhenAll(adds).WithTimeout("all additions");
        Assert.Equal(Enumerable.Range(1, 200), handles);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_disturb_the_executor()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Fixture.Executor.ExecuteAsync(new MxCommand { Method = MxMethod.Ping }, cancellation.Token).WithTimeout("the cancelled call"));
        Assert.Equal(0, (await Driver.RunAsync(new MxCommand { Method = MxMethod.Ping })).Hresult);
    }

    [Fact]
    public async Task Stopping_withdraws_everything_and_ends_the_events()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Changing);
        await Fixture.Executor.StopAsync(CancellationToken.None).WithTimeout("the stop");
        Assert.Contains(new ItemKey { ServerHandle = server, ItemHandle = item }, Sink.Log);
        var before = Sink.Events.Count;
        await Assert.ThrowsAsync<GatewayException>(() => Driver.RunAsync(new MxCommand { Method = MxMethod.Ping }));
        Assert.Equal(before, Sink.Events.Count);
        await Fixture.Executor.StopAsync(CancellationToken.None).WithTimeout("a second stop");
    }
}
