// Connects with a token that no gateway takes, and prints the code of the refusal.
using System;
using System.Threading.Tasks;
using Gateway.Client;
using Gateway.Errors;

var options = new GatewayClientOptions { Url = new Uri(args[0]), TokenProvider = _ => new ValueTask<string>("refused") };
await using (var client = GatewayClient.Create(options))
{
    try
    {
        await client.ConnectAsync();
    }
    catch (GatewayException error)
    {
        Console.WriteLine(error.Code);
    }
}
