using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR;
using UnmodifiedClient;

namespace Gateway.FunctionalTests;

/// <summary>An application that has only Microsoft's packages, over both protocols, against the real gateway.</summary>
public sealed class UnmodifiedClientTests
{
    /// <summary>Every write changes its item.</summary>
    private static readonly (string Item, object[] Values)[] Items =
    [
        ("Truth", [true, false]),
        ("Count", [int.MaxValue, int.MinValue, 0]),
        ("Single", [0.1f, float.NaN, float.MaxValue, float.NegativeInfinity, float.Epsilon]),
        ("Real", [0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 3.0]),
        ("Text", ["Füllstand ≥ 80 % 🛢\0\"\\", "", new string('x', 300)]),
        ("Moment", [Time(2026, 1_234_567), Time(2026, 1_200_000), Time(1899, 3), DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), Time(1, 0)]),
        ("Elapsed", [long.MaxValue, long.MinValue, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -1L]),
        ("Truths[]", [new[] { true, false }, new[] { false, true, true }]),
        ("Counts[]", [new[] { int.MaxValue, int.MinValue }, Array.Empty<int>(), new[] { 1, 2, 3 }]),
        ("Singles[]", [new[] { 0.1f, float.NaN, float.NegativeInfinity }, new[] { 0.5f }]),
        ("Reals[]", [new[] { 0.1, double.NaN, double.PositiveInfinity, -1 }, new[] { 3.0, 4.0 }]),
        ("Texts[]", [new[] { "a", "", "Ω" }, new[] { "🛢" }]),
        ("Moments[]", [new[] { Time(2026, 1_234_567), Time(2026, 1_200_000) }, new[] { Time(2026, 0), DateTime.UnixEpoch.AddTicks(50) }]),
        ("Elapseds[]", [new[] { long.MaxValue, 1L }, new[] { -(1L << 53) - 1, 1L << 53 }]),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Microsofts_client_writes_and_reads_every_value_resumes_cancels_and_gets_coded_errors(bool packed)
    {
        var galaxy = Repository.File("Tests", "EndToEnd", "galaxies", "values.galaxy.json");
        await using var gateway = await GatewayProcess.StartAsync($"Gateway:Workers:Backends:simulator:GalaxyPath={galaxy}", "Gateway:Demo:Enabled=false");
        await using var connection = new PlainConnection(gateway.Url, gateway.Token, packed);
        await connection.StartAsync().WithTimeout("the connection");
        var session = await PlainSession.OpenAsync(connection, packed).WithTimeout("the session");
        using var whole = session.Read(new Dictionary<string, object?> { ["resumeAfter"] = 0 });
        await session.AdviseAsync([.. Items.Select(one => $"Values.{one.Item}")]).WithTimeout("the items");
        await Eventually.Async(() => Items.All(one => whole.ValuesOf(session.HandleOf($"Values.{one.Item}")).Count == 1), "the first values");

        foreach (var (item, values) in Items)
        {
            foreach (var value in values)
            {
                await WriteAndReadAsync(session, whole, $"Values.{item}", value);
            }
        }

        await ResumeAndCancelAsync(session, whole);
        await FailAsync(connection, session);
        await connection.CallAsync("CloseSession", session.Id).WithTimeout("the close");
        await whole.Ended.WithTimeout("the end of the closed session's stream");
    }

    private static async Task WriteAndReadAsync(PlainSession session, PlainReader reader, string reference, object value)
    {
        var handle = session.HandleOf(reference);
        var before = reader.ValuesOf(handle).Count;
        await session.WriteAsync(handle, value).WithTimeout($"a write to {reference}");
        await Eventually.Async(() => reader.ValuesOf(handle).Count > before, $"{reference} to become {value}");

        Assert.Equal(value, session.Values.Incoming(reader.ValuesOf(handle)[^1], value.GetType()));
        Assert.Equal(value, session.Values.Incoming(await session.ReadAsync(reference).WithTimeout($"a read of {reference}"), value.GetType()));
    }

    private static async Task ResumeAndCancelAsync(PlainSession session, PlainReader whole)
    {
        Assert.Equal("started", whole.First["kind"]);
        var latest = whole.Sequences[^1];
        using var rest = session.Read(new Dictionary<string, object?> { ["resumeAfter"] = latest / 2, ["epoch"] = whole.First["epoch"] });
        await Eventually.Async(() => rest.Sequences is [.., var last] && last >= latest, "the resumed stream to have caught up");
        Assert.Equal(2, await session.CountReadersAsync());

        rest.Dispose();

        await Eventually.Async(async () => await session.CountReadersAsync() == 1, "the cancelled stream to have left");
        Assert.Equal(latest / 2, rest.First["resumedAfter"]);
        Assert.Equal(whole.Sequences.Where(one => one > latest / 2), rest.Sequences);
        Assert.Equal(Enumerable.Range(1, whole.Sequences.Count).Select(one => (long)one), whole.Sequences);
    }

    private static async Task FailAsync(PlainConnection connection, PlainSession session)
    {
        await FailsAsync("SessionNotFound", () => connection.CallAsync("GetSession", "nowhere"));
        await FailsAsync("InvalidArgument", () => connection.CallAsync("OpenSession", new Dictionary<string, object?> { ["name"] = new string('x', 300) }));
        await FailsAsync("InvalidArgument", () => connection.CallAsync("GetSession", 1, 2, 3));
        await FailsAsync("SessionNotFound", () => session.Read(new Dictionary<string, object?>(), "nowhere").Ended);
        await FailsAsync("InvalidArgument", () => session.Read(new Dictionary<string, object?> { ["maxBatch"] = -1 }).Ended);
    }

    private static async Task FailsAsync(string code, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<HubException>(() => call().WithTimeout("the refusal"));
        Assert.Contains($"[{code}]", error.Message, StringComparison.Ordinal);
    }

    private static DateTime Time(int year, int fraction) => new DateTime(year, 1, 1, 12, 34, 56, DateTimeKind.Utc).AddTicks(fraction);
}
