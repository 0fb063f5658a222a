using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What an owner answers to requests for snapshots, which any node of the site may send.</summary>
public sealed class SnapshotAnswerTests(NatsServer nats) : IClassFixture<NatsServer>
{
    [NatsFact]
    public async Task An_owner_gives_items_then_values_then_the_end()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.Worker.PublishAsync(1, 2);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, 2);

        Assert.Equal(["items", "latest", "end"], await rig.Reader.AskAsync(InstanceOf(rig), RequestFor(rig.Session.SessionId)).WithTimeout("the answer"));
    }

    [NatsTheory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData(">")]
    public async Task An_unknown_session_is_answered_by_the_end_alone(string sessionId)
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.UntilAsync(SiteState.Publishing);

        Assert.Equal(["end"], await rig.Reader.AskAsync(InstanceOf(rig), RequestFor(sessionId)).WithTimeout("the answer"));
    }

    [NatsFact]
    public async Task A_request_cannot_make_an_owner_write_into_the_log()
    {
        await using var rig = await ClusterRig.StartAsync(nats);
        await rig.Reader.ReadWholeAsync(rig.Session.SessionId, await rig.Worker.PublishAsync(1));
        await rig.Reader.AskAsync(InstanceOf(rig), RequestFor(rig.Session.SessionId), $"gateway.{rig.Site}.events.forged");
        foreach (var hostile in new[] { "", "{", "[]", new string('x', 5_000), """{"format":2,"sessionId":"s"}""" })
        {
            await rig.Reader.AskAsync(InstanceOf(rig), hostile, "_INBOX.x");
        }

        // Requests are answered in order, so the ones before it have been dealt with.
        await rig.Reader.AskAsync(InstanceOf(rig), RequestFor(rig.Session.SessionId)).WithTimeout("the answer");
        Assert.Empty(await rig.Reader.ReadAsync("forged"));
    }

    private static string InstanceOf(ClusterRig rig) => rig.Host.Get<OwnerIdentity>().Instance;

    private static string RequestFor(string sessionId) => $$"""{"format":1,"sessionId":"{{sessionId}}"}""";
}
