using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Client;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>The program <c>mxgateway</c> against the real gateway.</summary>
public sealed partial class CommandLineTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Level = "Tank101.Level.PV";
    private const string Setpoint = "Tank101.Level.SP";

    private GatewayProcess _gateway = null!;
    private GatewayClient _owner = null!;
    private CommandLineUser _user = null!;
    private ScriptCaller _scripts = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayProcess.StartAsync("Gateway:Alarms:Enabled=true", "Gateway:Alarms:Objects:0=Tank101");
        _owner = _gateway.Connect();
        _scripts = await ScriptCaller.StartAsync(_gateway, _owner);
        var server = await _scripts.Session.RegisterAsync("owner");
        await _scripts.Session.SubscribeBulkAsync(server, [Level, Setpoint], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) }).WithTimeout("the items");
        _user = await CommandLineUser.LogInAsync(_gateway, _gateway.Token);
    }

    public async Task DisposeAsync()
    {
        _scripts.Dispose();
        _user.Dispose();
        await _owner.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Every_line_of_the_documentation_runs_and_gives_json_when_asked()
    {
        var document = await File.ReadAllTextAsync(Repository.File("Gateway.Web", "Docs", "command-line.md"));
        var commands = document[document.IndexOf("## Commands", StringComparison.Ordinal)..];
        string[] lines = [.. ShellBlock().Matches(commands).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.True(lines.Length >= 15, $"only {lines.Length} lines were found");
        foreach (var line in lines)
        {
            var (exitCode, printed, errors) = await PrintAsync(line);
            output.WriteLine($"$ {line}\n{printed}{errors}");
            Assert.True(exitCode == 0, $"{line}\nended with {exitCode} and printed\n{printed}{errors}");
            Assert.NotEmpty(printed);
            if (!line.Contains("completion", StringComparison.Ordinal))
            {
                var (_, json, _) = await PrintAsync($"{line} --json");
                Assert.All(json.Split('\n', StringSplitOptions.RemoveEmptyEntries), document => JsonDocument.Parse(document).Dispose());
                Assert.NotEmpty(json);
            }
        }
    }

    [Fact]
    public async Task What_is_written_is_read_and_each_failure_has_its_exit_code()
    {
        Assert.Equal(0, (await RunAsync("write", Setpoint, "61.5", "--session", "scripts")).ExitCode);
        var (_, read) = await RunAsync("read", Setpoint, "--session", _scripts.Session.Id, "--json");
        Assert.Equal(61.5, JsonDocument.Parse(read).RootElement.GetProperty("values")[0].GetProperty("value").GetDouble());

        Assert.Equal(5, (await RunAsync("read", "Nothing.Here", "-s", "scripts")).ExitCode);
        Assert.Equal(7, (await RunAsync("read", Level, "Nothing.Here", "-s", "scripts")).ExitCode);
        Assert.Equal(3, (await RunAsync("write", Level, "1", "-s", "scripts")).ExitCode);
        Assert.Equal(3, (await RunAsync("write", Setpoint, "hello", "-s", "scripts")).ExitCode);
        Assert.Equal(5, (await RunAsync("read", Level, "-s", "nobody")).ExitCode);

        using var script = await CommandLineUser.LogInAsync(_gateway, (await _scripts.WithAsync(_gateway, ("scopes", new[] { "sessions:read" }))).Token);
        Assert.Equal(3, (await script.RunAsync("", "write", Setpoint, "1", "-s", "scripts")).ExitCode);
        var (probed, steps, _) = await script.RunAsync("", "probe", "-s", "scripts", "--json");
        Assert.Equal(0, probed);
        Assert.True(JsonDocument.Parse(steps).RootElement.GetProperty("ok").GetBoolean(), steps);
    }

    [Fact]
    public async Task Events_continue_from_where_they_ended_and_tell_a_gap()
    {
        var (_, first) = await RunAsync("events", "-s", "scripts", "--from", "0", "--count", "1", "--json");
        var position = LastPosition(first);
        var (exitCode, next) = await RunAsync("events", "-s", "scripts", "--from", position, "--count", "1", "--json");
        Assert.Equal(0, exitCode);
        var events = next.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).First(item => item.GetProperty("kind").GetString() == "events");
        Assert.Equal(long.Parse(position.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) + 1, events.GetProperty("first").GetInt64());
        Assert.True(events.GetProperty("events")[0].TryGetProperty("item", out _));

        var (gapped, told) = await RunAsync("events", "-s", "scripts", "--from", "0123456789abcdef:7", "--count", "1");
        Assert.Equal(7, gapped);
        Assert.Contains("-- gap: ", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_is_the_usual_end_of_a_tail_and_interrupts_what_ends_by_itself()
    {
        Assert.Equal(0, (await _user.InterruptAsync(Level, "watch", Level, "--session", "scripts")).ExitCode);
        Assert.Equal(0, (await _user.InterruptAsync("started", "events", "--session", "scripts", "--json")).ExitCode);
        // The probe says at once which gateway it checks, and then waits for its health.
        await ProcessTable.FreezeAsync(_gateway.ProcessId);
        Assert.Equal(130, (await _user.InterruptAsync("http://", "probe", "--session", "scripts")).ExitCode);
    }

    [Fact]
    public async Task A_tail_that_Ctrl_C_ends_has_some_seconds_for_its_rest()
    {
        var load = await LoadSession.OpenAsync(_owner).WithTimeout("the load session");
        await load.SetRateAsync(5_000).WithTimeout("the rate");
        // The pipe is full soon, so that the program can neither print nor end before it is read.
        Assert.Equal(0, (await _user.InterruptAsync("\"events\"", TimeSpan.FromSeconds(3), "events", "--session", load.Session.Id, "--json")).ExitCode);
    }

    [Fact]
    public async Task A_measurement_is_told_although_its_session_does_not_close_in_time()
    {
        var measuring = RunAsync("bench", "--rate", "500", "--for", "8s");
        var worker = 0;
        await Eventually.Async(
            async () => measuring.IsCompleted || (await _owner.ListSessionsAsync()).Any(
                session => session is { Name: "mxgateway bench", Subscriptions.Count: > 0, LatestSequence: > 200 } && (worker = session.WorkerProcessId!.Value) > 0),
            "the measurement");
        Assert.True(worker > 0, "The measurement ended before its worker was found.");
        await ProcessTable.FreezeAsync(worker);

        var (exitCode, printed) = await measuring;
        Assert.Equal(0, exitCode);
        Assert.Contains("measured", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tail_ends_when_nobody_reads_it()
    {
        var (exitCode, printed, _) = await _user.ShellAsync("mxgateway watch Tank101.Level.PV --session scripts | head -n 1");
        Assert.Equal(0, exitCode);
        Assert.Single(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_token_is_made_used_and_revoked()
    {
        var (_, token) = await RunAsync("token", "mint", "--subject", "page", "--scopes", "sessions:read", "--tags", ScriptCaller.Tag);
        using var page = await CommandLineUser.LogInAsync(_gateway, token.Trim());
        Assert.Contains("scripts", (await page.RunAsync("", "sessions", "list")).Output, StringComparison.Ordinal);

        var (_, list) = await RunAsync("token", "list", "--active", "--json");
        var id = JsonDocument.Parse(list).RootElement.EnumerateArray().First(one => one.GetProperty("subject").GetString() == "page").GetProperty("tokenId").GetString()!;
        Assert.Equal(0, (await RunAsync("token", "revoke", id)).ExitCode);
        Assert.Equal(3, (await page.RunAsync("", "sessions", "list")).ExitCode);
        Assert.Equal(5, (await RunAsync("token", "revoke", "nothing")).ExitCode);
    }

    [Fact]
    public async Task Alarms_are_followed_and_one_that_does_not_stand_is_not_acknowledged()
    {
        Assert.Equal(5, (await RunAsync("alarms", "ack", "Nothing.Hi")).ExitCode);
        var (exitCode, all) = await _user.InterruptAsync("started", "alarms", "follow", "--json");
        Assert.Equal(0, exitCode);
        var active = all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Contains(active, item => item.GetProperty("kind").GetString() == "started");
    }

    [Fact]
    public async Task What_a_shell_in_a_file_prints_is_complete()
    {
        // Two programs write into one file, one behind the other.
        var (exitCode, printed, _) = await _user.ShellAsync("f=$(mktemp) && { mxgateway contexts list; mxgateway contexts list; } > $f && cat $f && rm $f");
        Assert.Equal(0, exitCode);
        Assert.Equal(4, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_gateway_that_stopped_is_unreachable()
    {
        await _gateway.StopAsync();
        Assert.Equal(4, (await RunAsync("sessions", "list")).ExitCode);
        var (probed, steps) = await RunAsync("probe");
        Assert.Equal(4, probed);
        Assert.Contains("Start the gateway there", steps, StringComparison.Ordinal);
    }

    // The time of --for covers also what a program that has just started needs for its first line.
    private async Task<(int ExitCode, string Output, string Errors)> PrintAsync(string line)
    {
        (int ExitCode, string Output, string Errors) result = default;
        await Eventually.Async(
            async () =>
            {
                result = await _user.ShellAsync(line);
                return result is not (0, "", _) || !line.Contains(" --for ", StringComparison.Ordinal);
            },
            $"the output of {line}");
        return result;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        var (exitCode, printed, errors) = await _user.RunAsync("", args);
        output.WriteLine($"$ mxgateway {string.Join(' ', args)}\n{printed}{errors}({exitCode})");
        return (exitCode, printed);
    }

    private static string LastPosition(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement).Last(item => item.TryGetProperty("position", out _)).GetProperty("position").GetString()!;

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
