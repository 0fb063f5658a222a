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

    /// <summary>A block that begins with a using directive is a whole program.</summary>
    [Fact]
    public void Every_block_of_the_readme_is_code_that_is_compiled()
    {
        string[] sources =
        [
            .. new[] { Repository.File("Tests", "Gateway.Client.Tests", "Snippets"), Repository.File("Tests", "Samples", "Historian") }
                .SelectMany(directory => Directory.EnumerateFiles(directory, "*.cs")).Select(File.ReadAllText).Select(Trimmed),
        ];
        var blocks = Blocks(File.ReadAllText(Repository.File("Gateway.Shared", "Client", "README.md"))).Where(block => !block.StartsWith("using ", StringComparison.Ordinal)).ToArray();
        Assert.True(blocks.Length >= 7, "The README has lost its examples.");
        Assert.All(blocks, block => Assert.True(sources.Any(source => source.Contains(block, StringComparison.Ordinal)), $"This is not compiled: {block}"));
    }

    private static IEnumerable<string> Blocks(string document) =>
        document.Split("```csharp\n").Skip(1).Select(rest => Trimmed(rest[..rest.IndexOf("```", StringComparison.Ordinal)]));

    // Indentation depends on where the lines stand.
    private static string Trimmed(string code) => string.Join('\n', code.Trim().Split('\n').Select(line => line.Trim()));

    private static async Task StartAsync(string url, string token, Action<IReadOnlyList<MxEvent>> store)
    {
        await using var client = GatewayClient.Create(new() { Url = new(url), TokenProvider = _ => new(token) });
        var session = await client.OpenSessionAsync();
        var server = await session.RegisterAsync("historian");
        await session.SubscribeBulkAsync(server, ["Tank101.Level.PV"]);
        await foreach (var item in session.EventsAsync()) { if (item is EventsItem { Events: var events }) { store(events); } }
    }
}
