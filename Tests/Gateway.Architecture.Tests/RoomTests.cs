namespace Gateway.Architecture.Tests;

/// <summary>The allowed dependencies: one direction, without cycles. CONTRIBUTING.md explains the layers.</summary>
public sealed class RoomTests
{
    /// <summary>The layers of Gateway.Web. A room uses rooms of its own layer and of the layers before it.</summary>
    private static readonly string[] Layers = ["Platform", "Access", "Streams", "Sessions", "Front", "Hosting"];

    /// <summary>The rooms of Gateway.Shared's core. Each uses only the rooms before it.</summary>
    private static readonly string[] Core = ["Threading", "Errors", "Wire", "Values", "Events", "Contracts", "Serialization", "Protocol"];

    /// <summary>The rooms of Gateway.Worker. Executors do not depend on the pipe.</summary>
    private static readonly string[] Worker = ["Executors", "Pipe", "Probe"];

    private static readonly RoomGraph Web = new(SourceFile.CSharp("Gateway.Web/"), "Gateway.Web", 2);

    [Fact]
    public void A_room_of_the_gateway_uses_no_later_layer() => Assert.Empty(LayerBreaches(Web));

    [Fact]
    public void The_rooms_of_the_gateway_form_no_circle() => Assert.Empty(Web.Circles());

    [Fact]
    public void Every_room_of_the_gateway_stands_in_a_layer() => Assert.All(Web.Rooms, room => Assert.Contains(room.Split('/')[0], Layers));

    [Fact]
    public void The_core_that_both_processes_share_has_one_direction()
    {
        var graph = new RoomGraph(SourceFile.CSharp("Gateway.Shared/Core/"), "Gateway", 1);
        Assert.Equal(Core.Order(StringComparer.Ordinal), graph.Rooms);
        Assert.DoesNotContain(graph.Edges, edge => Array.IndexOf(Core, edge.To) > Array.IndexOf(Core, edge.From));
    }

    [Fact]
    public void The_worker_s_executors_know_nothing_of_the_pipe_or_the_probe()
    {
        var graph = new RoomGraph(SourceFile.CSharp("Gateway.Worker/"), "Gateway.Worker", 1);
        Assert.Equal(Worker, graph.Rooms);
        Assert.All(graph.Edges, edge => Assert.Equal("Executors", edge.To));
        Assert.NotEmpty(graph.Edges);
    }

    [Fact]
    public void Streams_and_commands_know_nothing_of_signalr_or_pipes() => Assert.DoesNotContain(
        SourceFile.CSharp("Gateway.Web/Streams/").Concat(SourceFile.CSharp("Gateway.Web/Sessions/Commands/")),
        file => file.Text.Contains("SignalR;", StringComparison.Ordinal) || file.Text.Contains("System.IO.Pipes", StringComparison.Ordinal));

    [Theory]
    [InlineData("using Gateway.Web.Front.Api;", "")]
    [InlineData("using static Gateway.Web.Front.Api.Door;", "")]
    [InlineData("using Door = Gateway.Web.Front.Api.Door;", "")]
    [InlineData("", "Gateway.Web.Front.Api.Door.Open();")]
    [InlineData("", "Web.Front.Api.Door.Open();")]
    [InlineData("", "Front.Api.Door.Open();")]
    [InlineData("", "[Front.Api.Door] int x;")]
    public void A_planted_use_of_a_later_layer_is_found(string use, string code)
    {
        SourceFile[] files = [Planted("Streams.Log", use, code), Planted("Front.Api", "", "")];
        Assert.Equal("Gateway.Web/Streams.Log.cs: Streams/Log uses Front/Api", Assert.Single(LayerBreaches(new RoomGraph(files, "Gateway.Web", 2))));
    }

    [Theory]
    [InlineData("using Gateway.Web.Access.Keys;", "")]
    [InlineData("", "Keys.Ring.Load();")]
    public void A_planted_circle_of_rooms_of_one_layer_is_found(string use, string code)
    {
        SourceFile[] files =
        [
            Planted("Access.Callers", use, code), Planted("Access.Keys", "using Gateway.Web.Access.Tokens;", ""), Planted("Access.Tokens", "", "Callers.Caller x;"),
            Planted("Access.Audit", "using Gateway.Web.Access.Keys;", ""),
        ];
        Assert.Equal(3, new RoomGraph(files, "Gateway.Web", 2).Circles().Count());
    }

    [Fact]
    public void What_comments_and_texts_say_is_no_use() => Assert.Empty(new RoomGraph(
        [Planted("Streams.Log", "// using Gateway.Web.Front.Api;", "/// <see cref=\"Front.Api.Door\"/>\nvar x = \"Front.Api.Door\";"), Planted("Front.Api", "", "")],
        "Gateway.Web", 2).Edges);

    [Fact]
    public void Tests_stand_where_their_rooms_do()
    {
        var rooms = Web.Rooms.Select(room => $"Tests/Gateway.Web.Tests/{room}").ToHashSet(StringComparer.Ordinal);
        Assert.Empty(SourceFile.CSharp("Tests/Gateway.Web.Tests/")
            .Where(file => !file.Path.StartsWith("Tests/Gateway.Web.Tests/Fixtures/", StringComparison.Ordinal))
            .Where(file => !rooms.Contains(string.Join('/', file.Path.Split('/')[..^1].Take(4)))).Select(file => file.Path));
    }

    private static IEnumerable<string> LayerBreaches(RoomGraph graph) =>
        graph.Edges.Where(edge => LayerOf(edge.To) > LayerOf(edge.From)).Select(edge => edge.ToString());

    private static int LayerOf(string room) => Array.IndexOf(Layers, room.Split('/')[0]);

    private static SourceFile Planted(string room, string use, string code) =>
        new($"Gateway.Web/{room}.cs", $"{use}\n\nnamespace Gateway.Web.{room};\n\ninternal static class Planted\n{{\n    {code}\n}}\n");
}
