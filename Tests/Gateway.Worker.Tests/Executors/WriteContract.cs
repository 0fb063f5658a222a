using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Tests.Executors;

/// <summary>The part of the executor contract about writes, users, suspending and buffered items.</summary>
public abstract class WriteContract : ExecutorContractBase
{
    private static readonly DateTime ItemTime = new(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    [Fact]
    public async Task A_write_before_the_first_callback_is_refused()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AddAsync(server, Fixture.WritableFloat);
        Assert.Equal(InvalidArgument, (await Driver.WriteAsync(server, item, MxValue.FromFloat(40))).Hresult);
    }

    [Fact]
    public async Task A_write_is_queued_and_completes_by_event()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        await Fixture.WithWritesPendingAsync(async () =>
        {
            Assert.Equal(0, (await Driver.WriteAsync(server, item, MxValue.FromFloat(41.5f))).Hresult);
            Assert.Empty(Sink.Of(item, EventFamily.OnWriteComplete));
        });
        Assert.True((await Driver.CompletionAsync(item)).IsSuccess);
        await Driver.UntilAsync(() => Sink.Of(item)[^1].Value == MxValue.FromFloat(41.5f), "the written value");
    }

    [Fact]
    public async Task Writing_the_present_value_again_completes_and_changes_nothing()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        await Driver.WriteAsync(server, item, Sink.Of(item)[0].Value);
        Assert.True((await Driver.CompletionAsync(item)).IsSuccess);
        await Driver.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Single(Sink.Of(item));
    }

    [Fact]
    public async Task Text_that_reads_as_a_number_is_accepted_for_a_number()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        await Driver.WriteAsync(server, item, MxValue.FromString("42.25"));
        Assert.True((await Driver.CompletionAsync(item)).IsSuccess);
        await Driver.UntilAsync(() => Sink.Of(item)[^1].Value == MxValue.FromFloat(42.25f), "the written value");
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_fails_by_event()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        Assert.Equal(0, (await Driver.WriteAsync(server, item, MxValue.FromString("no number"))).Hresult);
        Assert.False((await Driver.CompletionAsync(item)).IsSuccess);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e39)]
    public async Task A_number_that_the_type_cannot_hold_fails_by_event_and_is_not_stored(double number)
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        Assert.Equal(0, (await Driver.WriteAsync(server, item, MxValue.FromDouble(number))).Hresult);
        Assert.False((await Driver.CompletionAsync(item)).IsSuccess);
        await Driver.WriteAsync(server, item, MxValue.FromString("1e39"));
        Assert.False((await Driver.CompletionAsync(item, before: 1)).IsSuccess);
        await Driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Single(Sink.Of(item));
    }

    [Fact]
    public async Task A_read_only_attribute_fails_by_event()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.ReadOnly);
        Assert.Equal(0, (await Driver.WriteAsync(server, item, MxValue.FromInt32(1))).Hresult);
        Assert.False((await Driver.CompletionAsync(item)).IsSuccess);
    }

    [Fact]
    public async Task Write2_sets_the_item_time()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        var reply = await Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.Write2,
            ServerHandle = server,
            ItemHandle = item,
            Value = MxValue.FromFloat(43),
            Timestamp = MxValue.FromDate(ItemTime),
        });
        Assert.Equal(0, reply.Hresult);
        await Driver.UntilAsync(() => Sink.Of(item)[^1].Value == MxValue.FromFloat(43), "the written value");
        Assert.Equal(ItemTime, Sink.Of(item)[^1].SourceTime);
    }

    [Fact]
    public async Task A_secured_attribute_needs_a_secured_write()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Secured);
        await Driver.WriteAsync(server, item, MxValue.FromBoolean(true));
        Assert.Equal(1012, (await Driver.CompletionAsync(item)).Status.Detail);
        var user = await Driver.AuthenticateAsync(server, 0);
        Assert.Equal(0, (await Driver.WriteSecuredAsync(server, item, MxValue.FromBoolean(true), user, user)).Hresult);
        Assert.True((await Driver.CompletionAsync(item, before: 1)).IsSuccess);
    }

    [Fact]
    public async Task A_verified_attribute_needs_two_users()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Verified);
        var first = await Driver.AuthenticateAsync(server, 0);
        var second = await Driver.AuthenticateAsync(server, 1);
        await Driver.WriteSecuredAsync(server, item, MxValue.FromBoolean(true), first, first);
        Assert.Equal(1013, (await Driver.CompletionAsync(item)).Status.Detail);
        await Driver.WriteSecuredAsync(server, item, MxValue.FromBoolean(true), first, second);
        Assert.True((await Driver.CompletionAsync(item, before: 1)).IsSuccess);
    }

    [Fact]
    public async Task A_supervisory_advise_writes_secured_attributes_without_a_user()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Secured, MxMethod.AdviseSupervisory);
        await Driver.WriteAsync(server, item, MxValue.FromBoolean(true));
        Assert.True((await Driver.CompletionAsync(item)).IsSuccess);
    }

    [Fact]
    public async Task A_wrong_password_is_an_invalid_argument()
    {
        var server = await Driver.RegisterAsync();
        var reply = await Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.AuthenticateUser,
            ServerHandle = server,
            UserName = Fixture.Users[0].Name,
            Password = "wrong",
        });
        Assert.Equal(InvalidArgument, reply.Hresult);
        Assert.Null(reply.ReturnValue);
    }

    [Fact]
    public async Task Suspend_is_pending_at_once_and_silences_the_item_until_it_is_activated()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.Changing);
        var reply = await Driver.ItemAsync(MxMethod.Suspend, server, item);
        Assert.Equal((-1, MxStatusCategory.Pending), (reply.Status!.Success, reply.Status.Category));
        var before = Sink.Of(item).Count;
        await Driver.UntilAsync(() => Sink.Of(item, EventFamily.OperationComplete).Count > 0, "the completion of Suspend");
        await Driver.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(before, Sink.Of(item).Count);
        Assert.Single(Sink.Of(item, EventFamily.OperationComplete));
        Assert.Equal(0, (await Driver.ItemAsync(MxMethod.Activate, server, item)).Hresult);
        await Driver.UntilAsync(() => Sink.Of(item).Count > before, "events after Activate");
    }

    [Fact]
    public async Task An_active_item_is_activated_locally()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        var reply = await Driver.ItemAsync(MxMethod.Activate, server, item);
        Assert.Equal(MxStatusCategory.Ok, reply.Status!.Category);
        await Driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Empty(Sink.Of(item, EventFamily.OperationComplete));
    }

    [Fact]
    public async Task A_buffered_item_delivers_parallel_arrays_and_no_single_changes()
    {
        var server = await Driver.RegisterAsync();
        await Driver.RunAsync(new MxCommand { Method = MxMethod.SetBufferedUpdateInterval, ServerHandle = server, UpdateInterval = 2000 });
        var added = await Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.AddBufferedItem,
            ServerHandle = server,
            ItemDefinition = Fixture.Changing,
            ItemContext = "",
        });
        var item = added.ReturnValue!.Value;
        await Driver.ItemAsync(MxMethod.Advise, server, item);
        await Driver.UntilAsync(() => Sink.Of(item, EventFamily.OnBufferedDataChange).Any(buffered => buffered.Value.AsArray().Length > 1), "buffered samples");
        var batch = Sink.Of(item, EventFamily.OnBufferedDataChange).First(buffered => buffered.Value.AsArray().Length > 1);
        Assert.Equal(batch.Value.AsArray().Length, batch.Qualities.AsArray().Length);
        Assert.Equal(batch.Value.AsArray().Length, batch.SourceTimes.AsArray().Length);
        Assert.Empty(Sink.Of(item));
    }
}
