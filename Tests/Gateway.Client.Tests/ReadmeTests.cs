using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_five_lines_of_the_readme_work()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnInvoke = (command, _) => new MxReply { Method = command.Method, ReturnValue = 1, Results = [] };
        gateway.OnStream = stream => new EventLog(50, seed: 1, dropRate: 0).Read(stream);
        var stored = new List<MxEvent>();

        await StartAsync(gateway.Url.ToString(), "token", stored.AddRange).WithTimeout("the example");

        Assert.Equal(50, stored.Count);
    }

    private static async Task StartAsync(string url, string token, Action<IReadOnlyList<MxEvent>> store)
    {
        await using var client = GatewayClient.Create(new() { Url = new(url), TokenProvider = _ => new(token) });
        var session = await client.OpenSessionAsync();
        var server = await session.RegisterAsync("historian");
        await session.SubscribeBulkAsync(server, ["Tank101.Level.PV"]);
        await foreach (var item in session.EventsAsync()) { if (item is EventsItem { Events: var events }) { store(events); } }
    }
}
