using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Gateway.LoadTest.Baselines;

namespace Gateway.LoadTest.Targets;

/// <summary>A process with baselines, which reports its figures and takes its rate over HTTP.</summary>
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

    /// <summary>Starts this program with the baselines, under the gateway's runtime settings.</summary>
    /// <param name="environment">Variables in addition to those of this process.</param>
    public static Task<BaselineServer> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var gateway = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GatewayProgram").Value!;
        return StartAsync(
            "dotnet", ["exec", "--runtimeconfig", Path.ChangeExtension(gateway, ".runtimeconfig.json"), assembly.Location, BaselineHost.Command], environment);
    }

    /// <summary>Starts another program with the HTTP interface of the baselines.</summary>
    public static async Task<BaselineServer> StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var (server, url) = await ServerProcess.StartAsync(program, arguments, environment);
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
