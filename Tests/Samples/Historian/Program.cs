using Gateway.Client;
using Gateway.Errors;
using Historian;

// Historian URL DATABASE ITEM…, with the token in the environment variable GATEWAY_TOKEN.
var token = Environment.GetEnvironmentVariable("GATEWAY_TOKEN");
using var history = new SqliteHistory(args[1]);
await using var client = GatewayClient.Create(new() { Url = new(args[0]), TokenProvider = _ => new(token) });
using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
do
{
    try
    {
        var session = await client.FindOrOpenSessionAsync(new() { Name = "historian" });
        await session.SubscribeMissingAsync("historian", args[2..]);
        await foreach (var item in session.EventsAsync(history))
        {
            history.Add(item);
        }
    }
    catch (GatewayException error) when (error.Duty != ErrorDuty.GiveUp)
    {
        // Such as SessionNotFound and WorkerLost: the next round finds a session or opens one.
        Console.Error.WriteLine($"{error.Code}: {error.Message}");
    }
}
while (await pause.WaitForNextTickAsync());
