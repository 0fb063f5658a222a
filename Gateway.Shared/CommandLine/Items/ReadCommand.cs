using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.CommandLine.Sessions;
using Gateway.Serialization;

namespace Gateway.CommandLine.Items;

/// <summary><c>mxgateway read</c>. One request over HTTP: it leaves no items behind in a session that others use.</summary>
internal static class ReadCommand
{
    private const string Description = """
        Reads items from the platform, now. With --cached it gives what the gateway has of the items of the session instead, which asks the
        platform nothing, needs only the right to read, and allows * and ? in the names.

        Examples:
          mxgateway read Tank101.Level.PV Tank101.Level.SP
          mxgateway read --session 'Demo plant' --cached 'Tank101.*'
        """;

    public static Command Build(CommandRunner runner)
    {
        var items = new Argument<string[]>("item") { Description = "Item references, such as Tank101.Level.PV.", Arity = ArgumentArity.OneOrMore };
        var session = SessionChoice.Option();
        var cached = new Option<bool>("--cached") { Description = "What the gateway has, instead of asking the platform." };
        return runner.Attach(new Command("read", Description) { items, session, cached }, (invocation, cancellationToken) =>
            RunAsync(invocation, invocation.Get(session), QueryOf(invocation.Get(items), invocation.Get(cached), invocation.Timeout), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string? session, string query, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        await using var client = await HubLink.ConnectAsync(invocation, access, cancellationToken);
        var info = await SessionChoice.ChooseAsync(client, access, session, cancellationToken);
        using var api = new HttpApi(access.Url, access.Token);
        var answer = await api.GetAsync<JsonElement>($"api/sessions/{Uri.EscapeDataString(info.SessionId)}/values?{query}", cancellationToken);
        var values = answer.Deserialize<ReadReport>(GatewayJson.Options)!.Values;
        invocation.Results.Document(answer, () => TextTable.Of(values, ["item", "value", "type", "quality", "time", "problem"], value => value.Row()));
        return ExitCodes.Together([.. values.Select(value => value.ExitCode)]);
    }

    private static string QueryOf(string[] items, bool isCached, TimeSpan timeout)
    {
        var query = string.Join('&', items.Select(item => $"item={Uri.EscapeDataString(item)}"));
        return isCached ? query : string.Create(CultureInfo.InvariantCulture, $"{query}&source=fresh&timeoutMs={(long)timeout.TotalMilliseconds}");
    }
}
