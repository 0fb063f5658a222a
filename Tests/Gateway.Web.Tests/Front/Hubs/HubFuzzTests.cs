using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>
/// Any message of a client ends in an answer, an error with a code or a closed connection. The session of another caller and the
/// workers of the sessions continue, and nothing unexpected is logged.
/// </summary>
[Trait("Size", "Long")]
public sealed class HubFuzzTests : IAsyncLifetime
{
    private static readonly string[] Scopes = [Gateway.Web.Access.Callers.Scopes.OpenSessions, Gateway.Web.Access.Callers.Scopes.ReadSessions, Gateway.Web.Access.Callers.Scopes.WriteSessions, Gateway.Web.Access.Callers.Scopes.CloseSessions];

    private HubHost _host = null!;
    private Session _attacked = null!;

    public async Task InitializeAsync() => _host = await HubHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Any_message_ends_as_an_answer_a_coded_error_or_a_closed_connection()
    {
        var watched = await _host.OpenAsync("ada");
        await using var witness = await _host.ConnectAsync("ada", Scopes);
        witness.StartStream(HubContract.StreamSession, watched.Identity.SessionId, new StreamRequest { ResumeAfter = 0 });
        _attacked = await _host.OpenAsync("mallory");
        var caller = await _host.ConnectAsync("mallory", Scopes);
        var (coded, closed, sent) = (0, 0, 0);

        await Fuzz.RunAsync(quick: 3_000, soak: 100_000, async random =>
        {
            if (++sent % 100 == 0)
            {
                await caller.DisposeAsync();
                caller = await _host.ConnectAsync("mallory", Scopes);
                await TidyAsync();
            }

            caller.Send(HubMessages.Random(random, _attacked.Identity.SessionId));
            var answer = await caller.InvokeAsync(HubContract.ListSessions);
            coded += caller.Errors.Count;
            Assert.All(caller.Errors, error => Assert.NotEqual(GatewayErrorCode.Internal, (GatewayException.FromWireMessage(error) ?? throw new InvalidOperationException($"No code: {error}")).Code));
            caller.Errors.Clear();
            if (answer is null)
            {
                closed++;
                await caller.Closed;
                caller = await _host.ConnectAsync("mallory", Scopes);
            }

            if (_attacked.Status.State != SessionState.Ready)
            {
                Assert.NotEqual(SessionState.Faulted, _attacked.Status.State);
                _attacked = await _host.OpenAsync("mallory");
            }
        });

        await caller.DisposeAsync();
        await _host.Launcher.Of(watched.Identity.SessionId).SendEventsAsync(1, 3);
        JsonElement item;
        do
        {
            item = await witness.Items.ReadAsync().WithTimeout("the witness's events");
        }
        while (item.GetProperty("kind").GetString() != "events");

        Assert.Equal(3, item.GetProperty("last").GetInt64());
        Assert.True((await witness.InvokeAsync(HubContract.Invoke, watched.Identity.SessionId, new MxCommand { Method = MxMethod.Ping }))!.Value.TryGetProperty("result", out _));
        Assert.True(coded > 300 && closed > 10, $"{coded} coded errors and {closed} closed connections; the test proves too little");
        Assert.DoesNotContain(_host.Logs.Lines, line => line.StartsWith("Error Gateway", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_of_an_unknown_type_is_passed_over()
    {
        await using var caller = await _host.ConnectAsync("ada", Scopes);
        caller.Send("{\"type\":61,\"target\":\"ListSessions\"}"u8);
        Assert.True((await caller.InvokeAsync(HubContract.ListSessions))!.Value.TryGetProperty("result", out _));
    }

    private async Task TidyAsync()
    {
        foreach (var session in _host.Sessions.All.Where(session => session.Identity.Owner == "mallory" && session != _attacked))
        {
            await _host.Sessions.KillAsync(session, "tidied");
        }
    }
}
