using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Serialization;

namespace Gateway.CommandLine.Tokens;

/// <summary><c>mxgateway token list</c>.</summary>
internal static class TokenListCommand
{
    private const int Page = 500;

    private const string Description = """
        Lists tokens, the newest first: for an admin all of them, for others their own and those made from it. The tokens themselves are not
        shown.

        Examples:
          mxgateway token list --active
          mxgateway token list --json
        """;

    public static Command Build(CommandRunner runner)
    {
        var active = new Option<bool>("--active") { Description = "Only valid tokens." };
        return runner.Attach(
            new Command("list", Description) { active }, (invocation, cancellationToken) => RunAsync(invocation, invocation.Get(active), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, bool isActive, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        using var api = new HttpApi(access.Url, access.Token);
        List<JsonElement> all = [];
        long? before = null;
        do
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"api/tokens?limit={Page}{(isActive ? "&active=true" : "")}{(before is { } number ? $"&before={number}" : "")}");
            var page = await api.GetAsync<JsonElement>(path, cancellationToken);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            before = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.Number ? next.GetInt64() : null;
        }
        while (before is not null);

        invocation.Results.Document(all, () => TextTable.Of(
            all.Select(one => one.Deserialize<ListedToken>(GatewayJson.Options)!), ["token", "subject", "state", "scopes", "tags", "until", "label"], token => token.Row()));
        return ExitCodes.Ok;
    }
}
