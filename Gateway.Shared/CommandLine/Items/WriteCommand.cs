using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.CommandLine.Sessions;
using Gateway.Serialization;

namespace Gateway.CommandLine.Items;

/// <summary><c>mxgateway write</c>. One request over HTTP, which waits for the outcome of every write.</summary>
internal static class WriteCommand
{
    private const string Description = """
        Writes items and waits until the platform has said what became of it. An outcome that is not known has an exit code of its own: read the
        item before you write again.

        A value is JSON, and what is no JSON is a text. --type sets the data type where it matters.

        Examples:
          mxgateway write Tank101.Level.SP 55.5
          mxgateway write Tank101.Level.SP 55.5 Tank102.Level.SP 40 --session 'Demo plant'
          mxgateway write Tank101.Level.SP 55 --type Double
        """;

    private static readonly string[] Types = ["Boolean", "Integer", "Float", "Double", "String", "Time", "ElapsedTime"];

    public static Command Build(CommandRunner runner)
    {
        var pairs = new Argument<string[]>("item value") { Description = "An item reference and its value; several such pairs are allowed.", Arity = new ArgumentArity(2, 200) };
        pairs.Validators.Add(result =>
        {
            if (result.Tokens.Count % 2 != 0)
            {
                result.AddError($"'{result.Tokens[^1].Value}' has no value; write pairs of an item and its value.");
            }
        });
        var session = SessionChoice.Option();
        var type = new Option<string?>("--type") { HelpName = "TYPE", Description = $"The data type of the values: {string.Join(", ", Types)}." };
        type.AcceptOnlyFromAmong(Types);
        return runner.Attach(new Command("write", Description) { pairs, session, type }, (invocation, cancellationToken) =>
            RunAsync(invocation, invocation.Get(session), BodyOf(invocation.Get(pairs), invocation.Get(type), invocation.Timeout), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string? session, JsonObject body, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        await using var client = await HubLink.ConnectAsync(invocation, access, cancellationToken);
        var info = await SessionChoice.ChooseAsync(client, access, session, cancellationToken);
        using var api = new HttpApi(access.Url, access.Token);
        var (answer, problem) = await api.TryAsync(HttpMethod.Put, $"api/sessions/{Uri.EscapeDataString(info.SessionId)}/values", body, cancellationToken);
        var results = answer?.GetProperty("results") ?? problem!.Results ?? throw problem.ToException();
        var written = results.Deserialize<WrittenItem[]>(GatewayJson.Options)!;
        invocation.Results.Document(new JsonObject { ["results"] = JsonNode.Parse(results.GetRawText()) }, () => TextTable.Of(
            written, ["item", "outcome", "problem"], one => [one.Item, one.Outcome, one.Code is null ? "" : $"{one.Code}: {one.Message}"]));
        return ExitCodes.Together([.. written.Select(one => one.ExitCode)]);
    }

    private static JsonObject BodyOf(string[] pairs, string? type, TimeSpan timeout) => new()
    {
        ["values"] = new JsonArray([.. pairs.Chunk(2).Select(pair => new JsonObject { ["item"] = pair[0], ["value"] = ValueParser.Parse(pair[1], type) })]),
        // A little less than this program waits, so that the gateway is who says that it took too long.
        ["timeoutMs"] = (int)Math.Max(1, (timeout * 0.9).TotalMilliseconds),
    };
}
