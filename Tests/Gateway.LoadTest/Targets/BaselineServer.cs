using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Gateway.LoadTest.Baselines;

namespace Gateway.LoadTest.Targets;

/// <summary>The process with the baselines. Started with the gateway's runtime settings.</summary>
internal sealed class BaselineServer : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly HttpClient _http = new();

    private BaselineServer(ServerProcess server, Uri url)
    {
        _server = server;
        Url = url;
    }

    public Uri Url { get; }

    public Process Process => _server.Process;

    public static async Task<BaselineServer> StartAsync()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var gateway = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GatewayProgram").Value!;
        var (server, url) = await ServerProcess.StartAsync(
            "dotnet", ["exec", "--runtimeconfig", Path.ChangeExtension(gateway, ".runtimeconfig.json"), assembly.Location, BaselineHost.Command]);
        return new BaselineServer(server, url);
    }

    public async Task SetRateAsync(int eventsPerSecond) =>
        (await _http.PostAsync(new Uri(Url, $"/rate/{eventsPerSecond}"), null)).EnsureSuccessStatusCode();

    public async Task<long> NumberAsync(string path) => long.Parse(await _http.GetStringAsync(new Uri(Url, path)), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }
}
