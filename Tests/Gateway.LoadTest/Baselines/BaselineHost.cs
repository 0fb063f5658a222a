using System.Net.WebSockets;
using Gateway.LoadTest.Targets;
using Gateway.Serialization;

namespace Gateway.LoadTest.Baselines;

/// <summary>The process that serves the baselines. Its HTTP interface reports its figures and sets its rate.</summary>
internal static class BaselineHost
{
    public const string Command = "baselines";
    public const string HubPath = "/hub";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSignalR().AddJsonProtocol(options => GatewayJson.Configure(options.PayloadSerializerOptions));
        builder.Services.AddSingleton<PlainStreams>();
        builder.Services.AddSingleton<GroupBroadcast>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<GroupBroadcast>());
        await using var app = builder.Build();
        app.UseWebSockets();
        app.MapHub<PlainHub>(HubPath);

        var template = new EventTemplate();
        IBaseline[] baselines =
        [
            new RawWebSockets("raw-json", WebSocketMessageType.Text, template.JsonMessage),
            new RawWebSockets("raw-messagepack", WebSocketMessageType.Binary, template.MessagePackMessage),
            new RawPipes(),
            app.Services.GetRequiredService<PlainStreams>(),
            app.Services.GetRequiredService<GroupBroadcast>(),
        ];
        var pacer = new Pacer((first, count, time) => Array.ForEach(baselines, baseline => baseline.Publish(first, count, time)));
        foreach (var baseline in baselines)
        {
            baseline.Map(app);
            app.MapGet($"/{baseline.Name}/subscribers", () => baseline.Subscribers);
        }

        app.MapPost("/rate/{value:int}", (int value) => pacer.SetRate(value));
        app.MapGet("/latest", () => pacer.Latest);
        app.MapGet("/heap", () => GC.GetTotalMemory(forceFullCollection: false));
        app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true));
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        Console.WriteLine($"{ServerProcess.ReadyMark} {app.Urls.First()}");
        var pacing = pacer.RunAsync(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync();
        await ((Task)pacing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
