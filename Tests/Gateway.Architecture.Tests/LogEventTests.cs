using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>Ids and names of log events are a contract with operators.</summary>
public sealed partial class LogEventTests
{
    private static readonly (string Under, string Blocks, int First)[] Programs =
    [
        ("Gateway.Web/", "EventIds", 1000), ("Gateway.Worker/", "WorkerEventIds", 5000), ("Gateway.Shared/", "ClientEventIds", 9000),
    ];

    [Fact]
    public void Every_log_event_has_a_name_and_an_id_from_a_block_of_its_program()
    {
        var declared = Programs.SelectMany(program => SourceFile.CSharp(program.Under)).Sum(file => Declaration().Count(file.Text));
        Assert.Equal(declared, Events().Count());
        Assert.All(Events(), entry => Assert.Contains("EventName = \"", entry.Declaration, StringComparison.Ordinal));
    }

    [Fact]
    public void Ids_are_unique_and_without_holes_but_for_those_that_are_retired() => Assert.All(Programs, program =>
    {
        var blocks = BlocksOf(program.Under, program.Blocks);
        Assert.All(blocks, block => Assert.InRange(block.First, program.First, program.First + 1999));
        for (var i = 0; i < blocks.Length; i++)
        {
            var block = blocks[i];
            var offsets = Events().Where(entry => entry.Program == program.Under && entry.Block == block.Name).Select(entry => entry.Offset).Concat(block.Retired).Order().ToArray();
            Assert.True(offsets.Length > 0, $"{block.Name} has no event.");
            // A block begins with an id that ends in 0 or in 1.
            Assert.True(offsets[0] <= 1 && offsets.SequenceEqual(Enumerable.Range(offsets[0], offsets.Length)), $"{block.Name}: {string.Join(", ", offsets)}");
            Assert.True(i + 1 == blocks.Length || block.First + offsets[^1] < blocks[i + 1].First, $"{block.Name} reaches into {blocks[Math.Min(i + 1, blocks.Length - 1)].Name}.");
        }
    });

    private static IEnumerable<(string Program, string Block, int Offset, string Declaration)> Events() =>
        from program in Programs
        from file in SourceFile.CSharp(program.Under)
        from Match match in LogEvent().Matches(file.Text)
        where match.Groups["blocks"].Value == program.Blocks
        select (program.Under, match.Groups["block"].Value, NumberOf(match.Groups["offset"]), match.Value);

    private static (string Name, int First, int[] Retired)[] BlocksOf(string under, string type) =>
        [.. Block().Matches(SourceFile.CSharp(under).Single(file => file.Path.EndsWith($"/{type}.cs", StringComparison.Ordinal)).Text)
            .Select(match => (match.Groups["name"].Value, NumberOf(match.Groups["first"]), match.Groups["retired"].Captures.Select(NumberOf).ToArray()))];

    private static int NumberOf(Capture digits) => digits.Length == 0 ? 0 : int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<blocks>\w+)\.(?<block>\w+)(?: \+ (?<offset>\d+))?, (?:[^\]""]|""(?:[^""\\]|\\.)*"")*\]")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"public const int (?<name>\w+) = (?<first>\d+);(?: // Retired:(?: (?<retired>\d+)[,.])+)?")]
    private static partial Regex Block();
}
