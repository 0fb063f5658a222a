using System.Net;
using System.Text.Json;
using Gateway.Testing;
using Gateway.Web.Access.Keys;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>A site of its own on a NATS server, with an owner and an edge that a test starts.</summary>
internal sealed class TrustRig(NatsServer nats) : IAsyncDisposable
{
    public const string Address = "https://plant.example:8443";

    private readonly List<GatewayHost> _hosts = [];
    private readonly NatsConnection _connection = nats.Connect();

    public string Site { get; } = $"t{Guid.NewGuid():N}";

    public INatsKVContext Buckets => new NatsKVContext(new NatsJSContext(_connection));

    public Task<GatewayHost> OwnerAsync(params (string Key, string Value)[] settings) => StartAsync([("Gateway:Cluster:Address", Address), .. settings]);

    public Task<GatewayHost> EdgeAsync(params (string Key, string Value)[] settings) =>
        StartAsync([("Gateway:Cluster:Role", "Edge"), ("Gateway:Cluster:Node", "edge"), .. settings]);

    /// <summary>An owner, and an edge that knows its keys.</summary>
    public async Task<(GatewayHost Owner, GatewayHost Edge)> BothAsync()
    {
        var (owner, edge) = (await OwnerAsync(), await EdgeAsync());
        await UntilKnownAsync(edge);
        return (owner, edge);
    }

    public static Task UntilKnownAsync(GatewayHost edge) =>
        Eventually.Async(() => edge.Get<ITokenKeys>().AreKnown, $"the keys of the owner; {string.Join("; ", edge.Get<TrustCondition>().Faults)}");

    /// <summary>The status of a request that any valid token may make, and the code of the refusal.</summary>
    public static async Task<(HttpStatusCode Status, string? Code)> AskAsync(GatewayHost host, string? token) => await AskAsync(host, token, HttpMethod.Get, "/api/me");

    /// <summary>The status of a request, and the code of the refusal.</summary>
    public static async Task<(HttpStatusCode Status, string? Code)> AskAsync(GatewayHost host, string? token, HttpMethod method, string path, object? body = null)
    {
        using var response = await host.SendAsync(token, method, path, body);
        return (response.StatusCode, (int)response.StatusCode < 400 ? null : (await ProblemAsync(response)).GetProperty("code").GetString());
    }

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Patience.Token));
        return json.RootElement.Clone();
    }

    public static async Task<string?> HealthAsync(GatewayHost host)
    {
        var report = await host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == ClusterHealthCheck.Name, Patience.Token);
        return report.Entries[ClusterHealthCheck.Name].Description;
    }

    public async Task<INatsKVStore> KeysAsync() => await Buckets.GetStoreAsync(new SiteNames(Site).Keys, Patience.Token);

    public async Task<INatsKVStore> RevocationsAsync() => await Buckets.GetStoreAsync(new SiteNames(Site).Revocations, Patience.Token);

    public async Task StopAsync(GatewayHost host)
    {
        _hosts.Remove(host);
        await host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private async Task<GatewayHost> StartAsync((string Key, string Value)[] settings)
    {
        var host = await GatewayHost.StartAsync([.. ClusterRig.Settings(nats, Site).Where(setting => !settings.Any(other => other.Key == setting.Key)), .. settings]);
        _hosts.Add(host);
        return host;
    }
}
