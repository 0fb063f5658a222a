using System.Net;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>Credentials files, as <c>nsc</c> makes them, at a real NATS server that trusts their operator.</summary>
public sealed class WireCredentialTests
{
    [NatsFact]
    public async Task An_owner_and_an_edge_work_with_credentials_files()
    {
        using var @operator = new NatsOperator();
        await using var nats = await NatsRun.StartAsync(_ => @operator.Configuration);
        await using var owner = await GatewayHost.StartAsync(NatsRun.SettingsOf(With(nats, "plant", @operator.IssueUser())));
        var edgeOptions = With(nats, "dmz", @operator.IssueUser());
        edgeOptions.Role = NodeRole.Edge;
        await using var edge = await GatewayHost.StartAsync(NatsRun.SettingsOf(edgeOptions));
        await TrustRig.UntilKnownAsync(edge);
        Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(edge, (await owner.MintAsync("ada", "sessions:read")).Token.Token));
    }

    [NatsFact]
    public async Task A_credentials_file_of_another_operator_and_a_user_without_one_are_refused()
    {
        using var @operator = new NatsOperator();
        using var stranger = new NatsOperator();
        await using var nats = await NatsRun.StartAsync(_ => @operator.Configuration);
        await using (await SiteConnection.OpenAsync(With(nats, "plant", @operator.IssueUser()), "test", Patience.Token))
        {
        }

        foreach (var options in new[] { With(nats, "plant", stranger.IssueUser()), nats.Options("nats", "plant") })
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => SiteConnection.OpenAsync(options, "test", Patience.Token).WithTimeout("the refusal"));
            Assert.Contains("Authorization Violation", ClusterFault.ReasonOf(error), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static ClusterOptions With(NatsRun nats, string node, string credentials)
    {
        var options = nats.Options("nats", node);
        options.CredentialsFile = nats.Keep($"{Guid.NewGuid():N}.creds", credentials);
        return options;
    }
}
