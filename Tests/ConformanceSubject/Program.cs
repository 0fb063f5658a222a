// The client under test for Gateway.Client: reads the events of the session in the task and logs what the application is given.
//   dotnet ConformanceSubject.dll TASK [messagepack|json]
using System.Text.Json;
using ConformanceSubject;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;

var task = JsonSerializer.Deserialize<ConformanceTask>(await File.ReadAllTextAsync(args[0]), JsonSerializerOptions.Web)!;
using var http = new HttpClient();
using var log = new ConformanceLog(task.Log);
string? first = task.Token;
await using var client = GatewayClient.Create(new GatewayClientOptions
{
    Urls = task.Urls,
    Protocol = args.ElementAtOrDefault(1) == "json" ? GatewayHubProtocol.Json : GatewayHubProtocol.MessagePack,
    TokenProvider = async stop => Interlocked.Exchange(ref first, null) ?? await http.GetStringAsync(task.TokenUrl, stop),
});
try
{
    var stream = client.Session(task.Session).EventsAsync(task.ToStreamRequest());
    await foreach (var item in stream)
    {
        log.Write(item);
        if (item is not LaggedItem && stream.Position is { } position)
        {
            log.Write(new { type = "position", epoch = position.Epoch, sequence = position.Sequence });
        }
    }

    log.Write(new { type = "end" });
}
catch (GatewayException error)
{
    log.Write(new { type = "error", code = error.Code.ToString(), message = error.Message });
}
