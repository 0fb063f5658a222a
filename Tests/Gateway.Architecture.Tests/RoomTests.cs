using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>Who may depend on whom. A new dependency is a decision: it is made by changing the table here.</summary>
public sealed class RoomTests
{
    /// <summary>
    /// The rooms of Gateway.Web and the rooms each may know. Distribution knows neither pipes (Workers) nor SignalR (Hubs); nobody
    /// but Hosting knows Hubs, except that the door for errors shares its list of refusals; everyone may use Diagnostics, which
    /// uses nobody. Access knows nobody above it: a refusal at the door is worded and recorded by Api.
    /// </summary>
    private static readonly Dictionary<string, string[]> Web = new()
    {
        ["Diagnostics"] = [],
        ["Telemetry"] = ["Diagnostics"],
        ["Store"] = ["Diagnostics"],
        ["Access"] = ["Diagnostics", "Store"],
        ["Audit"] = ["Diagnostics", "Store", "Api", "Access"],
        ["Api"] = ["Diagnostics", "Access", "Audit", "Tokens"],
        ["Tokens"] = ["Diagnostics", "Store", "Access", "Api", "Audit", "Sessions"],
        ["OutsideIssuer"] = ["Diagnostics", "Access"],
        ["Login"] = ["Diagnostics", "Access", "Api", "Audit", "Tokens", "Hardening"],
        ["Hardening"] = ["Diagnostics", "Api"],
        ["Distribution"] = ["Diagnostics", "Access"],
        ["Feed"] = ["Diagnostics", "Store", "Access", "Api", "Audit", "Distribution"],
        ["Commands"] = ["Diagnostics", "Telemetry"],
        ["Workers"] = ["Diagnostics", "Store", "Audit", "Distribution", "Commands"],
        ["Sessions"] = ["Diagnostics", "Access", "Distribution", "Feed", "Commands", "Workers", "Telemetry"],
        ["SessionStreams"] = ["Access", "Distribution", "Sessions"],
        ["Adoption"] = ["Diagnostics", "Store", "Access", "Api", "Audit", "Workers", "Sessions"],
        ["Hubs"] = ["Diagnostics", "Access", "Audit", "Distribution", "Feed", "Commands", "Sessions", "SessionStreams", "Telemetry"],
        ["Demo"] = ["Diagnostics", "Tokens", "Sessions"],
        ["Supervision"] = ["Diagnostics"],
        ["Hosting"] =
        [
            "Diagnostics", "Telemetry", "Store", "Access", "Api", "Audit", "Tokens", "OutsideIssuer", "Login", "Hardening", "Distribution", "Feed", "Commands",
            "Workers", "Sessions", "SessionStreams", "Adoption", "Hubs", "Demo", "Supervision",
        ],
    };

    /// <summary>The rooms of Gateway.Worker: executors know nothing of the pipe.</summary>
    private static readonly Dictionary<string, string[]> Worker = new()
    {
        ["Executors"] = [],
        ["Pipe"] = ["Executors"],
        ["Probe"] = ["Executors"],
    };

    /// <summary>The rooms of Gateway.Shared's core.</summary>
    private static readonly Dictionary<string, string[]> Shared = new()
    {
        ["Threading"] = [],
        ["Errors"] = [],
        ["Json"] = ["Contracts", "Encoding"],
        ["Contracts"] = ["Json", "Encoding", "Events"],
        ["Encoding"] = ["Contracts", "Events", "Json"],
        ["Events"] = ["Contracts", "Encoding", "Json"],
        ["Protocol"] = ["Contracts", "Encoding", "Events"],
    };

    public static TheoryData<string, string> Rooms
    {
        get
        {
            var data = new TheoryData<string, string>();
            Array.ForEach([.. Web.Keys], room => data.Add("Gateway.Web", room));
            Array.ForEach([.. Worker.Keys], room => data.Add("Gateway.Worker", room));
            Array.ForEach([.. Shared.Keys], room => data.Add("Gateway.Shared/Core", room));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_it_may(string project, string room)
    {
        var (table, prefix) = TableOf(project);
        var breaches = SourceFile.CSharp($"{project}/{room}/")
            .SelectMany(file => UsedBy(file, table, prefix).Where(used => used != room && !table[room].Contains(used)).Select(used => $"{file.Path} uses {used}"));
        Assert.Empty(breaches);
    }

    [Theory]
    [InlineData("Gateway.Web", "Dashboard")]
    [InlineData("Gateway.Worker", "")]
    [InlineData("Gateway.Shared/Core", "")]
    public void Every_room_is_in_the_table(string project, string notCSharp)
    {
        var rooms = SourceFile.CSharp($"{project}/").Select(file => file.Path[(project.Length + 1)..].Split('/')).Where(parts => parts.Length > 1)
            .Select(parts => parts[0]).Where(room => room != notCSharp).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(TableOf(project).Table.Keys.Order(StringComparer.Ordinal), rooms);
    }

    [Fact]
    public void Distribution_and_commands_know_nothing_of_signalr_or_pipes() => Assert.DoesNotContain(
        SourceFile.CSharp("Gateway.Web/Distribution/").Concat(SourceFile.CSharp("Gateway.Web/Commands/")),
        file => file.Text.Contains("SignalR;", StringComparison.Ordinal) || file.Text.Contains("System.IO.Pipes", StringComparison.Ordinal));

    private static (Dictionary<string, string[]> Table, string Prefix) TableOf(string project) => project switch
    {
        "Gateway.Web" => (Web, "Gateway.Web."),
        "Gateway.Worker" => (Worker, "Gateway.Worker."),
        _ => (Shared, "Gateway."),
    };

    // The file's own namespace is no use of it, nor is what a comment says.
    private static IEnumerable<string> UsedBy(SourceFile file, Dictionary<string, string[]> table, string prefix)
    {
        var code = string.Join('\n', file.Lines.Where(line =>
            !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal)));
        return table.Keys.Where(room => Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(prefix + room)}\b"));
    }
}
