using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Worker.Tests.Executors;

/// <summary>The part of the executor contract about bulk commands, ReadBulk and the fields that commands require.</summary>
public abstract class BulkContract : ExecutorContractBase
{
    [Fact]
    public async Task Bulk_results_keep_the_order_and_a_failure_stops_nobody()
    {
        var server = await Driver.RegisterAsync();
        var items = await SubscribeAsync(server, Fixture.WritableFloat, Fixture.Changing);
        var reply = await Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.UnAdviseItemBulk,
            ServerHandle = server,
            ItemHandles = [items[0], 4711, items[1]],
        });
        Assert.Equal(0, reply.Hresult);
        Assert.Equal([0, InvalidArgument, 0], reply.Results!.Select(result => result.Hresult));
        Assert.Equal([items[0], 4711, items[1]], reply.Results!.Select(result => result.ItemHandle!.Value));
        Assert.NotNull(reply.Results![1].Diagnostic);
        Assert.Null(reply.Results![0].Diagnostic);
    }

    [Fact]
    public async Task AddItemBulk_AdviseItemBulk_and_RemoveItemBulk_do_what_the_single_forms_do()
    {
        var server = await Driver.RegisterAsync();
        var added = await Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.AddItemBulk,
            ServerHandle = server,
            ItemDefinitions = [Fixture.WritableFloat, Fixture.Missing],
        });
        var handles = added.Results!.Select(result => result.ItemHandle!.Value).ToList();
        await Driver.RunAsync(new MxCommand { Method = MxMethod.AdviseItemBulk, ServerHandle = server, ItemHandles = handles, Supervisory = true });
        await Driver.UntilAsync(() => handles.All(item => Sink.Of(item).Count == 1), "both first callbacks");
        var state = await StateAsync();
        Assert.All(state.Items, item => Assert.Equal(AdviseKind.Supervisory, item.Advised));
        await Driver.RunAsync(new MxCommand { Method = MxMethod.RemoveItemBulk, ServerHandle = server, ItemHandles = handles });
        Assert.Empty((await StateAsync()).Items);
    }

    [Fact]
    public async Task UnsubscribeBulk_unadvises_and_removes()
    {
        var server = await Driver.RegisterAsync();
        var items = await SubscribeAsync(server, Fixture.WritableFloat, Fixture.Changing);
        var reply = await Driver.RunAsync(new MxCommand { Method = MxMethod.UnsubscribeBulk, ServerHandle = server, ItemHandles = items });
        Assert.All(reply.Results!, result => Assert.Equal(0, result.Hresult));
        Assert.Equal([Fixture.WritableFloat, Fixture.Changing], reply.Results!.Select(result => result.ItemDefinition));
        Assert.Empty((await StateAsync()).Items);
    }

    [Fact]
    public async Task WriteBulk_answers_per_element_and_completes_per_element()
    {
        var server = await Driver.RegisterAsync();
        var items = await SubscribeAsync(server, Fixture.WritableFloat, Fixture.ReadOnly);
        await Driver.UntilAsync(() => items.All(item => Sink.Of(item).Count > 0), "both first callbacks");
        var reply = await Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.WriteBulk,
            ServerHandle = server,
            Writes =
            [
                new MxWrite { ItemHandle = items[0], Value = MxValue.FromFloat(44) },
                new MxWrite { ItemHandle = 4711, Value = MxValue.FromFloat(44) },
                new MxWrite { ItemHandle = items[1], Value = MxValue.FromFloat(44) },
            ],
        });
        Assert.Equal([0, InvalidArgument, 0], reply.Results!.Select(result => result.Hresult));
        Assert.True((await Driver.CompletionAsync(items[0])).IsSuccess);
        Assert.False((await Driver.CompletionAsync(items[1])).IsSuccess);
    }

    [Fact]
    public async Task ReadBulk_answers_with_first_values_and_leaves_no_trace()
    {
        var server = await Driver.RegisterAsync();
        var reading = Driver.RunAsync(new MxCommand
        {
            Method = MxMethod.ReadBulk,
            ServerHandle = server,
            ItemDefinitions = [Fixture.WritableFloat, Fixture.Missing, Fixture.StringArray + "[]"],
            ReadTimeoutMs = 10_000,
        });
        await Driver.UntilAsync(() => reading.IsCompleted, "the end of the read");
        var results = (await reading).Results!;
        Assert.Equal([0, 0, 0], results.Select(result => result.Hresult));
        Assert.Equal(VariantType.Float, results[0].Value!.Value.Type);
        Assert.Equal(192, results[0].Quality);
        Assert.NotNull(results[0].SourceTime);
        Assert.Equal(6, Assert.Single(results[1].Statuses!).Detail);
        Assert.True(results[2].Value!.Value.IsArray);
        Assert.Empty(Sink.Log);
        Assert.Empty((await StateAsync()).Items);
    }

    [Fact]
    public async Task Other_commands_run_while_a_read_waits()
    {
        var server = await Driver.RegisterAsync();
        var reading = Driver.RunAsync(new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = server, ItemDefinitions = [Fixture.Changing] });
        Assert.Equal(0, (await Driver.RunAsync(new MxCommand { Method = MxMethod.Ping })).Hresult);
        await Driver.UntilAsync(() => reading.IsCompleted, "the end of the read");
    }

    [Fact]
    public async Task ReadBulk_on_an_unknown_server_fails_per_element()
    {
        var reply = await Driver.RunAsync(new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 99, ItemDefinitions = ["A", "B"] });
        Assert.Equal([InvalidArgument, InvalidArgument], reply.Results!.Select(result => result.Hresult));
    }

    [Theory]
    [InlineData(MxMethod.Register, "clientName")]
    [InlineData(MxMethod.Unregister, "serverHandle")]
    [InlineData(MxMethod.AddItem, "itemDefinition")]
    [InlineData(MxMethod.AddItem2, "itemContext")]
    [InlineData(MxMethod.AddBufferedItem, "itemContext")]
    [InlineData(MxMethod.Advise, "itemHandle")]
    [InlineData(MxMethod.Write, "value")]
    [InlineData(MxMethod.Write2, "timestamp")]
    [InlineData(MxMethod.WriteSecured, "userId")]
    [InlineData(MxMethod.WriteSecured2, "verifierUserId")]
    [InlineData(MxMethod.AuthenticateUser, "password")]
    [InlineData(MxMethod.ArchestrAUserToId, "userGuid")]
    [InlineData(MxMethod.SetBufferedUpdateInterval, "updateInterval")]
    [InlineData(MxMethod.SubscribeBulk, "itemDefinitions")]
    [InlineData(MxMethod.UnsubscribeBulk, "itemHandles")]
    [InlineData(MxMethod.WriteBulk, "writes")]
    public async Task A_missing_field_is_refused_by_name(MxMethod method, string field)
    {
        var complete = new MxCommand
        {
            Method = method,
            ServerHandle = 1,
            ItemHandle = 1,
            ItemDefinition = "A.PV",
            UserName = "operator",
            Value = MxValue.FromInt32(1),
            Timestamp = MxValue.FromDate(DateTime.UnixEpoch),
            UserId = 1,
        };
        var command = field switch
        {
            "serverHandle" => complete with { ServerHandle = null },
            "itemDefinition" => complete with { ItemDefinition = null },
            "itemHandle" => complete with { ItemHandle = null },
            "value" => complete with { Value = null },
            "timestamp" => complete with { Timestamp = null },
            "userId" => complete with { UserId = null },
            _ => complete,
        };
        var refused = await Assert.ThrowsAsync<GatewayException>(() => Driver.RunAsync(command));
        Assert.Equal(GatewayErrorCode.InvalidArgument, refused.Code);
        Assert.Contains($"'{field}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(method.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oversized_fields_are_refused()
    {
        await RefusedAsync(new MxCommand { Method = MxMethod.AddItem, ServerHandle = 1, ItemDefinition = new string('A', 1025) });
        await RefusedAsync(new MxCommand { Method = MxMethod.Register, ClientName = new string('A', 257) });
        await RefusedAsync(new MxCommand { Method = MxMethod.AdviseItemBulk, ServerHandle = 1, ItemHandles = new int[10_001] });
        await RefusedAsync(new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 1, ItemDefinitions = ["A"], ReadTimeoutMs = 0 });
        await RefusedAsync(new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = 1, ItemDefinitions = ["A"], MaxAgeMs = -1 });
    }

    [Theory]
    [InlineData(MxMethod.AddItemBulk)]
    [InlineData(MxMethod.SubscribeBulk)]
    [InlineData(MxMethod.ReadBulk)]
    public async Task A_reference_that_is_too_long_is_refused_alone(MxMethod method)
    {
        var server = await Driver.RegisterAsync();
        var running = Driver.RunAsync(new MxCommand { Method = method, ServerHandle = server, ItemDefinitions = [Fixture.WritableFloat, new string('A', 1025)] });
        await Driver.UntilAsync(() => running.IsCompleted, "the results");
        var results = (await running).Results!;
        Assert.Equal([0, InvalidArgument], results.Select(result => result.Hresult));
        Assert.Equal("[InvalidArgument] 'itemDefinition' has 1025 characters, the limit is 1024.", results[1].Diagnostic);
    }

    [Theory]
    [InlineData(MxMethod.WriteBulk, "value")]
    [InlineData(MxMethod.Write2Bulk, "timestamp")]
    [InlineData(MxMethod.WriteSecuredBulk, "userId")]
    [InlineData(MxMethod.WriteSecured2Bulk, "verifierUserId")]
    public async Task A_write_that_lacks_a_field_is_refused_alone(MxMethod method, string field)
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat, MxMethod.AdviseSupervisory);
        var whole = new MxWrite
        {
            ItemHandle = item,
            Value = MxValue.FromFloat(45),
            Timestamp = MxValue.FromDate(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            UserId = 0,
            VerifierUserId = 0,
        };
        var lacking = field switch
        {
            "value" => whole with { Value = null },
            "timestamp" => whole with { Timestamp = null },
            "userId" => whole with { UserId = null },
            _ => whole with { VerifierUserId = null },
        };
        var results = (await Driver.RunAsync(new MxCommand { Method = method, ServerHandle = server, Writes = [lacking, whole] })).Results!;
        Assert.Equal([InvalidArgument, 0], results.Select(result => result.Hresult));
        Assert.Equal($"[InvalidArgument] '{field}' is missing.", results[0].Diagnostic);
        Assert.True((await Driver.CompletionAsync(item)).IsSuccess);
        Assert.Single(Sink.Of(item, EventFamily.OnWriteComplete));
    }

    [Fact]
    public async Task ReadBulk_answers_an_advised_item_at_once_with_what_is_known_and_reads_the_others()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        var known = Sink.Of(item)[^1];
        var before = await StateAsync();

        // Time does not pass here, so an answer can only come from known values.
        var result = Assert.Single((await ReadAsync(server, null, $" {Fixture.WritableFloat.ToUpperInvariant()} ")).Results!);
        Assert.True(result.Cached);
        Assert.NotNull(result.WorkerTime);
        Assert.Equal((known.Value, known.Quality, known.SourceTime), (result.Value!.Value, result.Quality!.Value, result.SourceTime));
        Assert.Equal(known.Statuses, result.Statuses);
        var reading = ReadAsync(server, null, Fixture.WritableFloat, Fixture.ReadOnly);
        await Driver.UntilAsync(() => reading.IsCompleted, "the end of the read");
        Assert.Equal([true, null], (await reading).Results!.Select(each => each.Cached));
        Assert.Equal(before.Items, (await StateAsync()).Items);
        Assert.Single(Sink.Of(item));
    }

    [Fact]
    public async Task ReadBulk_reads_anew_what_is_too_old_suspended_or_from_before_the_present_advise()
    {
        var server = await Driver.RegisterAsync();
        var item = await Driver.AdviseAndWaitAsync(server, Fixture.WritableFloat);
        await Driver.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Null(await CachedAsync(maxAgeMs: 0));
        Assert.Null(await CachedAsync(maxAgeMs: 100));
        Assert.True(await CachedAsync(maxAgeMs: 600_000));
        await Driver.ItemAsync(MxMethod.Suspend, server, item);
        Assert.Null(await CachedAsync());
        await Driver.ItemAsync(MxMethod.UnAdvise, server, item);
        Assert.Null(await CachedAsync());
        Assert.Equal(0, (await Driver.ItemAsync(MxMethod.Advise, server, item)).Hresult);
        var reading = ReadAsync(server, null, Fixture.WritableFloat);
        await Driver.UntilAsync(() => reading.IsCompleted, "the end of the read");
        Assert.Equal(0, (await reading).Results![0].Hresult);
        Assert.Equal(AdviseKind.Plain, Assert.Single((await StateAsync()).Items).Advised);

        async Task<bool?> CachedAsync(int? maxAgeMs = null)
        {
            var running = ReadAsync(server, maxAgeMs, Fixture.WritableFloat);
            await Driver.UntilAsync(() => running.IsCompleted, "the end of the read");
            return (await running).Results![0].Cached;
        }
    }

    private Task<MxReply> ReadAsync(int server, int? maxAgeMs, params string[] references) => Driver.RunAsync(
        new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = server, ItemDefinitions = references, MaxAgeMs = maxAgeMs, ReadTimeoutMs = 10_000 });

    private async Task RefusedAsync(MxCommand command)
    {
        var refused = await Assert.ThrowsAsync<GatewayException>(() => Driver.RunAsync(command));
        Assert.Equal(GatewayErrorCode.InvalidArgument, refused.Code);
    }

    private async Task<IReadOnlyList<int>> SubscribeAsync(int server, params string[] references)
    {
        var reply = await Driver.RunAsync(new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = server, ItemDefinitions = references });
        Assert.All(reply.Results!, result => Assert.Equal(0, result.Hresult));
        return [.. reply.Results!.Select(result => result.ItemHandle!.Value)];
    }

    private async Task<SessionItems> StateAsync() =>
        (await Driver.RunAsync(new MxCommand { Method = MxMethod.GetSessionState }).WithTimeout("the session state")).Session!;
}
