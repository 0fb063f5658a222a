// A program for .NET 10 whose options are made by a class library for netstandard2.0. Prints the value of an item.
using Gateway.Client;

await using var client = GatewayClient.Create(Plant.Connection.Options(args[0], args[1]));
var session = await client.OpenSessionAsync();
var server = await session.RegisterAsync("reader");
var read = await session.SubscribeBulkAsync(server, ["Tank101.Level.PV"], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) });
Console.WriteLine($"{read[0].Value} with quality {read[0].Quality}");
await session.CloseAsync();
