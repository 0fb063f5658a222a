using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Ids of calls that a client uses again, in both hub protocols.</summary>
public sealed class CallIdTests : IAsyncLifetime
{
    private const string Id = "s";

    private HubHost _host = null!;
    private Session _session = null!;

    public static TheoryData<string, string> Repetitions
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var form in new[] { "the same call", "a call of another method", "no such method", "too few arguments", "an argument of another type" })
            {
                all.Add("json", form);
                all.Add("messagepack", form);
            }

            return all;
        }
    }

    private string SessionId => _session.Identity.SessionId;

    private int Readers => _session.Distributor.DescribeSubscriptions().Count;

    public async Task InitializeAsync()
    {
        _host = await HubHost.StartAsync();
        _session = await _host.OpenAsync("ada");
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Repetitions))]
    public async Task A_call_with_the_id_of_a_running_stream_ends_the_connection_and_the_stream_whether_or_not_it_fits_a_method(string protocol, string form)
    {
        await using var caller = await StreamAsync(protocol);
        caller.Send(form switch
        {
            "the same call" => StreamOf(new StreamRequest()),
            "a call of another method" => new InvocationMessage(Id, HubContract.ListSessions, []),
            "no such method" => new StreamInvocationMessage(Id, "Nowhere", []),
            "too few arguments" => new InvocationMessage(Id, HubContract.GetSession, []),
            _ => StreamOf("a text"),
        });
        Assert.Contains("[InvalidArgument]", (await caller.NextAsync<CloseMessage>()).Error, StringComparison.Ordinal);
        await caller.Closed.WithTimeout("the end of the connection");
        await Eventually.Async(() => Readers == 0, "the end of the stream");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task An_item_with_the_id_of_a_running_stream_leaves_it_cancellable_and_its_id_usable(string protocol)
    {
        await using var caller = await StreamAsync(protocol);
        caller.Send(new StreamItemMessage(Id, "an item of a stream that the client does not send"));
        caller.Send(new CancelInvocationMessage(Id));
        Assert.Equal(Id, (await caller.NextAsync<CompletionMessage>()).InvocationId);
        await Eventually.Async(() => Readers == 0, "the end of the stream");
        caller.Send(StreamOf("a text"));
        Assert.Contains("[InvalidArgument]", (await caller.NextAsync<CompletionMessage>()).Error, StringComparison.Ordinal);
        caller.Send(StreamOf(new StreamRequest()));
        Assert.IsType<StartedItem>((await caller.NextAsync<StreamItemMessage>()).Item);
    }

    private async Task<MessageCaller> StreamAsync(string protocol)
    {
        var caller = await _host.ConnectInAsync(protocol, "ada", Scopes.ReadSessions);
        caller.Send(StreamOf(new StreamRequest()));
        await caller.NextAsync<StreamItemMessage>();
        return caller;
    }

    private StreamInvocationMessage StreamOf(object request) => new(Id, HubContract.StreamSession, [SessionId, request]);
}
