using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Tests.Access.Login;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>TLS between a gateway and a real NATS server.</summary>
public sealed class WireEncryptionTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new("plant");
    private NatsRun _nats = null!;
    private string _ca = "";

    public async Task InitializeAsync()
    {
        if (NatsProgram.MissingReason is not null)
        {
            return;
        }

        var (certificate, key) = _authority.Issue("nats", IPAddress.Loopback);
        _nats = await NatsRun.StartAsync(keep =>
        {
            _ca = keep("ca.pem", _authority.Pem);
            return $$"""
                tls { cert_file: "{{keep("server.pem", certificate)}}", key_file: "{{keep("server.key", key)}}", ca_file: "{{_ca}}", verify: true }
                authorization { user: gateway, password: secret }
                """;
        });
    }

    public async Task DisposeAsync()
    {
        _authority.Dispose();
        if (_nats is not null)
        {
            await _nats.DisposeAsync();
        }
    }

    [NatsFact]
    public async Task An_owner_and_an_edge_work_over_tls_with_client_certificates()
    {
        await using var owner = await GatewayHost.StartAsync(NatsRun.SettingsOf(Trusted("plant", _authority)));
        await using var edge = await GatewayHost.StartAsync(NatsRun.SettingsOf(Trusted("dmz", _authority, NodeRole.Edge)));
        await TrustRig.UntilKnownAsync(edge);
        Assert.Equal((HttpStatusCode.OK, null), await TrustRig.AskAsync(edge, (await owner.MintAsync("ada", "sessions:read")).Token.Token));
        Assert.Null(await TrustRig.HealthAsync(owner));
    }

    [NatsFact]
    public async Task A_server_whose_authority_is_not_known_is_refused()
    {
        using var stranger = new TestAuthority("stranger");
        var good = Trusted("plant", _authority);
        Assert.Null(await FaultAsync(good));
        Assert.Contains("certificate", await FaultAsync(With(good, options => options.CaFile = "")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("certificate", await FaultAsync(With(good, options => options.CaFile = _nats.Keep("other.pem", stranger.Pem))), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(await FaultAsync(With(good, options => options.Url = options.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal))));
    }

    [NatsFact]
    public async Task A_gateway_without_a_certificate_of_the_authority_is_refused()
    {
        using var stranger = new TestAuthority("stranger");
        var good = Trusted("plant", _authority);
        Assert.NotNull(await FaultAsync(With(good, options => (options.CertificateFile, options.KeyFile) = ("", ""))));
        Assert.NotNull(await FaultAsync(With(Trusted("plant", stranger), options => options.CaFile = _ca)));
        Assert.NotNull(await FaultAsync(With(good, options => options.Password = "wrong")));
        Assert.Null(await FaultAsync(good));
    }

    [Theory]
    [InlineData("tls", false)]
    [InlineData("nats", true)]
    public async Task A_server_without_tls_gets_no_password(string scheme, bool withCa)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener);
        var options = new ClusterOptions
        {
            Url = $"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}",
            Site = "plant-1",
            Node = "plant",
            User = "gateway",
            Password = "a-secret-of-the-test",
            AckSeconds = 2,
        };
        using var directory = new TempDirectory();
        if (withCa)
        {
            options.CaFile = directory.File("ca.pem");
            await File.WriteAllTextAsync(options.CaFile, _authority.Pem);
        }

        Assert.NotNull(await FaultAsync(options));
        Assert.Equal("", await heard.WithTimeout("the end of the connection"));
    }

    private static async Task<string> HearAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Patience.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("INFO {\"server_id\":\"x\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"proto\":1,\"headers\":true}\r\n"), Patience.Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync(Patience.Token);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private ClusterOptions Trusted(string node, TestAuthority authority, NodeRole role = NodeRole.Owner)
    {
        var (certificate, key) = authority.Issue(node);
        var file = Guid.NewGuid().ToString("N");
        return With(_nats.Options("tls", node), options =>
        {
            (options.CaFile, options.Role, options.User, options.Password) = (_ca, role, "gateway", "secret");
            (options.CertificateFile, options.KeyFile) = (_nats.Keep($"{file}.pem", certificate), _nats.Keep($"{file}.key", key));
        });
    }

    private static ClusterOptions With(ClusterOptions from, Action<ClusterOptions> change)
    {
        var options = new ClusterOptions
        {
            Url = from.Url,
            Site = from.Site,
            Node = from.Node,
            Role = from.Role,
            User = from.User,
            Password = from.Password,
            CaFile = from.CaFile,
            CertificateFile = from.CertificateFile,
            KeyFile = from.KeyFile,
            AckSeconds = from.AckSeconds,
        };
        change(options);
        return options;
    }

    /// <summary>Why a connection fails; null when it does not.</summary>
    private static async Task<string?> FaultAsync(ClusterOptions options)
    {
        try
        {
            await using var connection = await SiteConnection.OpenAsync(options, "test", Patience.Token);
            await connection.Nats.PingAsync(Patience.Token).AsTask().WithTimeout("an answer");
            return null;
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            return ClusterFault.ReasonOf(error);
        }
    }
}
