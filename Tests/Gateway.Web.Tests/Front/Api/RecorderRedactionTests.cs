using System.Net;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Api;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Timelines;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Api;

/// <summary>Secrets and texts of users that were put into every input are in no ring, in no dump and in no trace.</summary>
public sealed class RecorderRedactionTests : IAsyncLifetime
{
    private const string Plant = "planted";

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Neither_rings_nor_dumps_have_what_a_client_or_a_worker_put_in()
    {
        var (token, next, root) = (await TokenAsync("olga"), await TokenAsync("olga"), (await _host.MintAsync("root", Scopes.Admin)).Token.Token);
        await using var olga = await _host.ConnectAsync(token);
        var session = await OpenAsync(olga);
        Assert.Equal(HttpStatusCode.OK, await TraceAsync(root, session));
        await CommandAsync(olga, session, new MxCommand { Method = MxMethod.Register, ClientName = $"{Plant}-client" });
        await CommandAsync(olga, session, new MxCommand { Method = MxMethod.AddItem2, ServerHandle = 1, ItemDefinition = $"{Plant}.Item", ItemContext = $"{Plant}-context" });
        await CommandAsync(olga, session, new MxCommand { Method = MxMethod.AuthenticateUser, ServerHandle = 1, UserName = $"{Plant}-user", Password = $"{Plant}-password" });
        await CommandAsync(olga, session, new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, Value = MxValue.FromString($"{Plant}-written") });
        await RefusedAsync(() => CommandAsync(olga, session, new MxCommand { Method = MxMethod.Write, ServerHandle = 1, ItemHandle = 1, TimeoutMs = -1, Value = MxValue.FromString($"{Plant}-refused") }));
        await RefusedAsync(() => olga.InvokeAsync<SessionInfo>(HubContract.GetSession, $"{Plant}-session", Patience.Token));
        await RefusedAsync(() => olga.InvokeAsync<TokenRenewal>(HubContract.RenewToken, $"{Plant}.bad.token", Patience.Token));
        await RefusedAsync(() => olga.InvokeAsync<AlarmCommandResult>(
            HubContract.AcknowledgeAlarm, new AcknowledgeAlarmRequest { Reference = $"{Plant}.Alarm", Occurrence = 1, Comment = $"{Plant}-comment" }, Patience.Token));
        await olga.InvokeAsync<TokenRenewal>(HubContract.RenewToken, next, Patience.Token);
        await olga.InvokeAsync<SessionInfo>(HubContract.SetSessionTag, session, $"{Plant}-tag-2", Patience.Token).WithTimeout("another tag");
        var stream = new HubStream(olga, session, new StreamRequest { ResumeAfter = 0, Epoch = $"{Plant}-epoch", Filter = new StreamFilter { References = [$"{Plant}.*"] } });
        var started = await stream.NextAsync<StartedItem>();
        await stream.NextAsync<GapItem>();
        await olga.InvokeAsync<StreamSettings>(HubContract.UpdateStream, started.SubscriptionId, new StreamSettings { Filter = new StreamFilter { References = [$"{Plant}.It*"] } }, Patience.Token);
        await _host.Workers.Of(session).PublishValueAsync(1, MxValue.FromString($"{Plant}-value"));
        await stream.NextAsync<ModeItem>();
        await stream.NextAsync<EventsItem>();
        _host.Workers.Of(session).Kill();
        await stream.EndAsync();
        await Eventually.Async(async () => (await _host.GetAsync<DumpIndex>(root, "/api/recorder/dumps")).Dumps.Count == 3, "the dumps of the gap, the lost worker and the fault");

        var everything = await EverythingAsync(root) + string.Join('\n', _host.Logs.Lines.Where(line => line.Contains("Trace of session", StringComparison.Ordinal)));
        Assert.Contains("Command method AuthenticateUser", everything, StringComparison.Ordinal);
        Assert.Contains("AuthenticateUser", everything, StringComparison.Ordinal);
        Assert.Contains("filterChanged", everything, StringComparison.Ordinal);
        Assert.Contains("workerLost", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Plant, everything, StringComparison.OrdinalIgnoreCase);
        Assert.All(new[] { token, next, root }.SelectMany(one => one.Split('.')), part => Assert.DoesNotContain(part, everything, StringComparison.Ordinal));
    }

    private async Task<HttpStatusCode> TraceAsync(string token, string session)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Post, $"/api/sessions/{session}/trace", new TraceRequest());
        return response.StatusCode;
    }

    /// <summary>The JSON of every ring and every dump, as an admin gets them.</summary>
    private async Task<string> EverythingAsync(string root)
    {
        var texts = new List<string>();
        foreach (var part in Enum.GetValues<RecorderPart>())
        {
            var rings = _host.Get<FlightRecorder>().All(part).ToArray();
            Assert.NotEmpty(rings);
            foreach (var ring in rings)
            {
                texts.Add(await TextAsync(root, $"{part.ToString().ToLowerInvariant()}/{ring.Heading.Id}"));
            }
        }

        texts.Add(await TextAsync(root, "dumps"));
        foreach (var dump in (await _host.GetAsync<DumpIndex>(root, "/api/recorder/dumps")).Dumps)
        {
            texts.Add(await TextAsync(root, $"dumps/{dump.Id}"));
        }

        return string.Join('\n', texts);
    }

    private async Task<string> TextAsync(string token, string path)
    {
        using var response = await _host.SendAsync(token, HttpMethod.Get, $"/api/recorder/{path}");
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(Patience.Token);
    }

    private async Task<string> TokenAsync(string subject) => (await _host.MintAsync(new TokenRequest
    {
        Subject = subject,
        Scopes = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions],
        SessionTags = [$"{Plant}-tag", $"{Plant}-tag-2"],
        Lifetime = TimeSpan.FromHours(1),
    })).Token.Token;

    private static async Task<string> OpenAsync(HubConnection connection) => (await connection.InvokeAsync<SessionInfo>(
        HubContract.OpenSession,
        new OpenSessionRequest { Name = $"{Plant}-name", SessionTag = $"{Plant}-tag", ClientIdentity = $"{Plant}-identity", CorrelationId = $"{Plant}-correlation" },
        Patience.Token).WithTimeout("a session")).SessionId;

    private static Task<MxReply> CommandAsync(HubConnection connection, string session, MxCommand command) =>
        connection.InvokeAsync<MxReply>(HubContract.Invoke, session, command, Patience.Token).WithTimeout($"the reply to {command.Method}");

    private static async Task RefusedAsync(Func<Task> call) => Assert.DoesNotContain("[Internal]", (await Assert.ThrowsAsync<HubException>(call)).Message, StringComparison.Ordinal);
}
