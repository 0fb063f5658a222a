using System.Collections.Concurrent;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Sessions.MultiSession;

/// <summary>
/// The .NET client on the real hub: what the application sees of many sessions, and of streams whose settings change.
/// </summary>
public sealed class MultiSessionClientTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private GatewayHost _host = null!;
    private GatewayClient _client = null!;
    private HubConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        var token = (await _host.MintAsync("ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions, Scopes.AllSessions)).Token.Token;
        _connection = await _host.ConnectAsync(token);
        _client = new GatewayClient(_connection);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
        await _connection.DisposeAsync();
        await _host.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Every_event_of_every_session_comes_once_across_lost_connections_and_another_client_goes_on_with_the_cursor()
    {
        var first = await _client.OpenSessionAsync(new OpenSessionRequest { SessionTag = "a" }).WithTimeout("a session");
        var stream = _client.EventsAsync(new MultiSessionRequest { SessionTags = ["a"] }, cancellationToken: _stop.Token);
        await using var reader = stream.GetAsyncEnumerator();
        var received = new ConcurrentDictionary<string, long>();
        await UntilAsync(reader, received, () => stream.Cursor is not null);
        await _host.Workers.Of(first.Id).PublishAsync(1);
        await UntilAsync(reader, received, () => received.GetValueOrDefault(first.Id) == 1);

        // The connection breaks while a session without the tag raises events; then the session gets the tag.
        var second = await _client.OpenSessionAsync().WithTimeout("another session");
        await _host.Workers.Of(second.Id).PublishAsync(1);
        var resumes = stream.Resumes;
        await _connection.StopAsync();
        await _host.Workers.Of(first.Id).PublishAsync(1);
        await _client.SetSessionTagAsync(second.Id, "a").WithTimeout("the tag");
        await UntilAsync(reader, received, () => received.GetValueOrDefault(first.Id) == 2 && received.GetValueOrDefault(second.Id) == 1);
        Assert.True(stream.Resumes > resumes);

        var cursor = stream.Cursor;
        await _host.Workers.Of(second.Id).PublishAsync(1);
        await using var other = _client.EventsAsync(new MultiSessionRequest { SessionTags = ["a"], Cursor = cursor }, cancellationToken: _stop.Token).GetAsyncEnumerator();
        await UntilAsync(other, received, () => received[second.Id] == 2);
        Assert.Equal(2, received[first.Id]);
    }

    [Fact]
    public async Task A_running_stream_is_read_otherwise_and_goes_on_like_that_after_a_lost_connection()
    {
        var session = await _client.OpenSessionAsync().WithTimeout("a session");
        var stream = session.EventsAsync(cancellationToken: _stop.Token);
        await using var reader = stream.GetAsyncEnumerator();
        await reader.MoveNextAsync().WithTimeout("started");
        Assert.IsType<StartedItem>(reader.Current);
        var filter = new StreamFilter { Families = [EventFamily.OnWriteComplete] };
        var granted = await stream.UpdateAsync(new StreamSettings { Mode = StreamMode.Conflate, Filter = filter }).WithTimeout("the update");
        Assert.Equal((StreamMode.Conflate, 0), (granted.Mode, granted.FlushIntervalMs));
        await reader.MoveNextAsync().WithTimeout("the mode");
        Assert.Equal(ModeReason.Requested, Assert.IsType<ModeItem>(reader.Current).Reason);

        await _connection.StopAsync();
        do
        {
            await reader.MoveNextAsync().WithTimeout("the next subscription");
        }
        while (reader.Current is not StartedItem);

        Assert.Equal(StreamMode.Conflate, (await session.GetInfoAsync().WithTimeout("the session")).Subscriptions.Single().Mode);
    }

    private static async Task UntilAsync(IAsyncEnumerator<MultiSessionItem> reader, ConcurrentDictionary<string, long> received, Func<bool> isThere)
    {
        while (!isThere())
        {
            await reader.MoveNextAsync().WithTimeout("the next item of many sessions");
            if (reader.Current is RoutedItem { Item: EventsItem events } part)
            {
                Assert.Equal(received.GetValueOrDefault(part.SessionId) + 1, events.Events[0].Sequence);
                received[part.SessionId] = events.Events[^1].Sequence;
            }
        }
    }
}
