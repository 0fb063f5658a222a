using System.Text.Json;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using GatewayTypes;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using UnmodifiedClient;

namespace Gateway.FunctionalTests;

/// <summary>The types and the resume rule that the documents offer to users of Microsoft's client, against the real gateway.</summary>
public sealed class UnmodifiedReaderTests
{
    [Fact]
    public Task Typed_json_events_arrive_once_and_in_order_although_each_address_is_cut_and_refused_in_turn() =>
        ReadAsync<MxEvent>(packed: false, one => (one.Sequence, one.WorkerTime, one.Value is JsonElement value ? value.GetDouble() : 0));

    [Fact]
    public Task Typed_rows_arrive_once_and_in_order_although_each_address_is_cut_and_refused_in_turn() =>
        ReadAsync<EventRow>(packed: true, row => (row.Sequence, row.WorkerTime, Convert.ToDouble(row.Value, System.Globalization.CultureInfo.InvariantCulture)));

    private static async Task ReadAsync<TEvent>(bool packed, Func<TEvent, (long Sequence, WireTime Time, double Value)> read)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var odd = new ChaosProxy(gateway.Url);
        await using var even = new ChaosProxy(gateway.Url);
        await using var steady = gateway.Connect();
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        await using var one = Connect(odd.Url, gateway.Token, packed);
        await using var other = Connect(even.Url, gateway.Token, packed);
        var events = new List<(long Sequence, WireTime Time, double Value)>();
        var (gaps, starts, last) = (0, 0, 0L);
        using var stop = new CancellationTokenSource();
        var reading = FollowAsync();
        await load.SetRateAsync(1_000).WithTimeout("the rate");
        for (var cut = 0; cut < 3; cut++)
        {
            var before = Volatile.Read(ref last);
            // On a busy machine a connection may also be lost by itself.
            await Eventually.Async(() => reading.IsCompleted || (Volatile.Read(ref starts) > cut && Volatile.Read(ref last) > before + 100), $"events after cut {cut}");
            var (down, up) = cut % 2 == 0 ? (odd, even) : (even, odd);
            up.Accept();
            down.Refuse();
        }

        await Eventually.Async(() => reading.IsCompleted || (Volatile.Read(ref starts) > 3 && Volatile.Read(ref last) > 1_000), "events after the last cut");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WithTimeout("the reader to stop"));

        Assert.Equal(0, gaps);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(sequence => (long)sequence), events.Select(received => received.Sequence));
        Assert.All(events, received => Assert.InRange((events[^1].Time.Utc - received.Time.Utc).TotalMinutes, 0, 30));
        Assert.True(events.Select(received => received.Value).Distinct().Count() > 10, "the values did not move");

        async Task FollowAsync()
        {
            await foreach (var (item, position) in SessionReader.ReadAsync<TEvent>([one, other], load.Session.Id, new ReadPosition(null, 0), stop.Token))
            {
                events.AddRange((item.Events ?? []).Select(read));
                gaps += item.Kind == "gap" ? 1 : 0;
                Interlocked.Add(ref starts, item.Kind == "started" ? 1 : 0);
                Volatile.Write(ref last, position.Sequence ?? 0);
            }
        }
    }

    [Fact]
    public async Task Typed_results_have_the_same_times_and_names_in_both_protocols()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var json = Connect(gateway.Url, gateway.Token, packed: false);
        await using var packed = Connect(gateway.Url, gateway.Token, packed: true);
        await Task.WhenAll(json.StartAsync(), packed.StartAsync()).WithTimeout("the connections");
        var opened = await packed.InvokeAsync<SessionInfo>("OpenSession", new OpenSessionRequest { Name = "typed" }).WithTimeout("the session");
        var command = new MxCommand { Method = "Register", ClientName = "typed", Password = "not to be printed" };
        var reply = await packed.InvokeAsync<MxReply>("Invoke", opened.SessionId, command).WithTimeout("Register");
        var seen = await json.InvokeAsync<SessionInfo>("GetSession", opened.SessionId).WithTimeout("the session in JSON");

        Assert.Equal(0, reply.Hresult);
        Assert.Equal("ready", seen.State);
        Assert.Equal((opened.State, opened.Owner, opened.CreatedAt), (seen.State, seen.Owner, seen.CreatedAt));
        Assert.DoesNotContain("not to be printed", command.ToString(), StringComparison.Ordinal);
    }

    private static HubConnection Connect(Uri url, string token, bool packed)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(url, "/hubs/gateway"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(token));
        return (packed ? builder.AddMessagePackProtocol() : builder).Build();
    }
}
