using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>The permissions of the documented accounts, on a real NATS server: they are enough for the gateway, and keep an edge from changing anything.</summary>
public sealed partial class WirePermissionTests : IAsyncLifetime
{
    private static readonly string[] Streams =
        ["GATEWAY_plant-1_EVENTS", "KV_gateway_plant-1_sessions", "KV_gateway_plant-1_owners", "KV_gateway_plant-1_keys", "KV_gateway_plant-1_revocations"];

    private NatsRun _nats = null!;
    private GatewayHost _owner = null!;

    public async Task InitializeAsync()
    {
        if (NatsProgram.MissingReason is null)
        {
            var readme = await File.ReadAllTextAsync(Repository.File("Gateway.Web", "Sessions", "Cluster", "Trust", "README.md"));
            _nats = await NatsRun.StartAsync(_ => Block().Match(readme).Groups["text"].Value);
            _owner = await GatewayHost.StartAsync(NatsRun.SettingsOf(OptionsOf("plant", "change-me-1", NodeRole.Owner)));
            await using var reading = await ConnectAsync("plant", "change-me-1");
            await Eventually.Async(
                async () => _owner.Get<ClusterCondition>().State == SiteState.Publishing && (await StateAsync(reading, Streams[3]))?.Messages == 1, "the owner and its keys");
        }
    }

    public async Task DisposeAsync()
    {
        if (_nats is not null)
        {
            await _owner.DisposeAsync();
            await _nats.DisposeAsync();
        }
    }

    [NatsFact]
    public async Task The_documented_accounts_are_enough_for_an_owner_and_an_edge()
    {
        await using var client = await _owner.ConnectAsync((await _owner.MintAsync("ada", "admin")).Token.Token);
        var session = await GatewayHost.OpenSessionAsync(client, "line1", "A", "B");
        await _owner.Workers.Of(session.SessionId).PublishAsync(1, 2, 3);
        await using var edge = await GatewayHost.StartAsync(NatsRun.SettingsOf(OptionsOf("dmz", "change-me-2", NodeRole.Edge)));
        await TrustRig.UntilKnownAsync(edge);
        var minted = await _owner.MintAsync("bob", "sessions:read");
        Assert.Equal(HttpStatusCode.OK, (await TrustRig.AskAsync(edge, minted.Token.Token)).Status);
        using var revoked = await _owner.SendAsync((await _owner.MintAsync("root", "admin")).Token.Token, HttpMethod.Delete, $"/api/tokens/{minted.Token.TokenId}");
        await Eventually.Async(async () => (await TrustRig.AskAsync(edge, minted.Token.Token)).Status == HttpStatusCode.Unauthorized, "the revocation");

        // When the revoked token has ended, its entry is removed.
        await using var reading = await ConnectAsync("plant", "change-me-1");
        _owner.Get<RevokedTokens>().Forget(_owner.Clock.GetUtcNow().AddHours(3));
        await _owner.Get<SigningKeyRing>().RotateAsync(Patience.Token);
        await Eventually.Async(async () => (await StateAsync(reading, Streams[4]))?.Messages == 0, "the end of the revocation");
        await Eventually.Async(async () => (await StateAsync(reading, Streams[0]))?.Messages > 0 && (await StateAsync(reading, Streams[1]))?.Messages == 1, "the session in the log and in the directory");
        await using (var reader = await edge.ConnectAsync((await _owner.MintAsync("bob", "admin")).Token.Token))
        {
            await Eventually.Async(() => edge.Get<SessionManager>().Find(session.SessionId) is not null, "the session at the edge");
            Assert.DoesNotContain("Violation", _nats.Log, StringComparison.Ordinal);
            var stream = new HubStream(reader, session.SessionId, new StreamRequest { ResumeAfter = 0 });
            await stream.NextAsync<StartedItem>();
            Assert.Equal(3, (await EdgeRig.ReadAsync(stream, 0, 3)).Count);
            await reader.InvokeAsync<MxReply>(HubContract.Invoke, session.SessionId, new MxCommand { Method = MxMethod.Ping }, Patience.Token).WithTimeout("a command");
            await Eventually.Async(() => _owner.Get<SessionManager>().Find(session.SessionId)!.Lease.Describe().ExpiresAt is null, "the owner to know of the reader");
        }

        await client.InvokeAsync<SessionInfo>(HubContract.CloseSession, session.SessionId, Patience.Token).WithTimeout("the close");
        Assert.Null(await TrustRig.HealthAsync(_owner));
        Assert.DoesNotContain("Violation", _nats.Log, StringComparison.Ordinal);
    }

    [NatsFact]
    public async Task The_account_of_an_edge_changes_nothing()
    {
        await using var reading = await ConnectAsync("plant", "change-me-1");
        await using var edge = await ConnectAsync("dmz", "change-me-2");
        var before = await WholeAsync(reading);
        foreach (var (subject, body) in Attacks())
        {
            await edge.Nats.PublishAsync(subject, body, replyTo: edge.Nats.NewInbox(), cancellationToken: Patience.Token);
        }

        // The server has looked at everything that came before.
        await edge.Nats.PingAsync(Patience.Token);
        Assert.Equal(before, await WholeAsync(reading));
        Assert.Equal(Attacks().Count(), Violation().Count(_nats.Log));
    }

    [NatsFact]
    public async Task The_same_messages_change_something_when_the_owner_sends_them()
    {
        await using var owner = await ConnectAsync("plant", "change-me-1");
        var before = await WholeAsync(owner);
        foreach (var (subject, body) in Attacks().Where(attack => !attack.Subject.StartsWith("$JS", StringComparison.Ordinal) && !attack.Subject.Contains("owners", StringComparison.Ordinal)))
        {
            await owner.Nats.PublishAsync(subject, body, cancellationToken: Patience.Token);
        }

        // The server has read them, and stores them a moment later.
        await owner.Nats.PingAsync(Patience.Token);
        var changed = 0;
        await Eventually.Async(async () => (changed = before.Zip(await WholeAsync(owner)).Count(pair => pair.First != pair.Second)) >= 4, "the messages to be stored");
        Assert.Equal(4, changed);
    }

    [NatsTheory]
    [InlineData("gateway.>")]
    [InlineData("gateway.plant-1.requests.>")]
    [InlineData("_INBOX.>")]
    [InlineData("_INBOX.plant.>")]
    [InlineData("$KV.>")]
    [InlineData("$JS.API.>")]
    public async Task The_account_of_an_edge_hears_nothing_that_is_for_others(string subject)
    {
        await using var edge = await ConnectAsync("dmz", "change-me-2");
        await using var heard = await edge.Nats.SubscribeCoreAsync<string>(subject, cancellationToken: Patience.Token);
        await edge.Nats.PingAsync(Patience.Token);
        await Eventually.Async(() => _nats.Log.Contains($"Subscription Violation - User \"dmz\", Subject \"{subject}\"", StringComparison.Ordinal), "the refusal");
    }

    /// <summary>A consumer sends what a stream has to a subject that its maker chooses.</summary>
    [NatsFact]
    public async Task A_consumer_of_an_edge_cannot_write_into_the_log()
    {
        await using var reading = await ConnectAsync("plant", "change-me-1");
        await using var edge = await ConnectAsync("dmz", "change-me-2");
        var before = await WholeAsync(reading);
        foreach (var target in new[] { "gateway.plant-1.events.forged", "$KV.gateway_plant-1_sessions.forged", "$KV.gateway_plant-1_revocations.forged" })
        {
            var config = new ConsumerConfig { Name = $"c{Guid.NewGuid():N}", DeliverSubject = target, DeliverPolicy = ConsumerConfigDeliverPolicy.All, AckPolicy = ConsumerConfigAckPolicy.None };
            try
            {
                await new NatsJSContext(edge.Nats).CreateOrUpdateConsumerAsync(Streams[3], config, Patience.Token);
            }
            catch (NatsJSApiException)
            {
                // Refused.
            }
        }

        await edge.Nats.PingAsync(Patience.Token);
        Assert.Equal(before, await WholeAsync(reading));
    }

    private static IEnumerable<(string Subject, string Body)> Attacks()
    {
        yield return ("gateway.plant-1.events.s1", "forged");
        foreach (var bucket in new[] { "sessions", "owners", "keys", "revocations" })
        {
            yield return ($"$KV.gateway_plant-1_{bucket}.forged", "{}");
        }

        yield return ("gateway.plant-1.requests.x.other", "{}");
        foreach (var stream in Streams)
        {
            yield return ($"$JS.API.STREAM.PURGE.{stream}", "");
            yield return ($"$JS.API.STREAM.DELETE.{stream}", "");
            yield return ($"$JS.API.STREAM.UPDATE.{stream}", JsonSerializer.Serialize(new { name = stream, subjects = new[] { "gateway.plant-1.requests.>" }, max_msgs = 1 }));
            yield return ($"$JS.API.STREAM.MSG.DELETE.{stream}", """{"seq":1}""");
            yield return ($"$JS.API.STREAM.SNAPSHOT.{stream}", """{"deliver_subject":"_INBOX.dmz.x"}""");
            yield return ($"$JS.API.STREAM.RESTORE.{stream}", "{}");
            yield return ($"$JS.API.STREAM.LEADER.STEPDOWN.{stream}", "");
        }

        yield return ("$JS.API.STREAM.CREATE.THIEF", """{"name":"THIEF","subjects":["gateway.plant-1.requests.>"]}""");
        yield return ("$JS.API.CONSUMER.CREATE.KV_gateway_plant-1_owners.c", """{"stream_name":"KV_gateway_plant-1_owners","config":{"name":"c"}}""");
        yield return ("$JS.API.ACCOUNT.PURGE.$G", "");
        yield return ("_INBOX.plant.forged", "a forged answer");
    }

    private static async Task<List<string>> WholeAsync(SiteConnection connection)
    {
        var found = new List<string>();
        foreach (var stream in Streams)
        {
            var info = (await new NatsJSContext(connection.Nats).GetStreamAsync(stream, cancellationToken: Patience.Token)).Info;
            // The lease is renewed all the time.
            found.Add($"{stream} {info.Config.MaxMsgs} {info.Config.Subjects?.Single()} {(stream.EndsWith("owners", StringComparison.Ordinal) ? 0 : info.State.LastSeq)} {info.State.Messages}");
        }

        return found;
    }

    private static async Task<StreamState?> StateAsync(SiteConnection connection, string stream)
    {
        try
        {
            return (await new NatsJSContext(connection.Nats).GetStreamAsync(stream, cancellationToken: Patience.Token)).Info.State;
        }
        catch (NatsJSApiException)
        {
            return null;
        }
    }

    private Task<SiteConnection> ConnectAsync(string user, string password) => SiteConnection.OpenAsync(OptionsOf(user, password, NodeRole.Owner), "test", Patience.Token);

    private ClusterOptions OptionsOf(string user, string password, NodeRole role)
    {
        var options = _nats.Options("nats", user);
        (options.User, options.Password, options.Role) = (user, password, role);
        return options;
    }

    [GeneratedRegex("```conf\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("Publish Violation - User \"dmz\"")]
    private static partial Regex Violation();
}
