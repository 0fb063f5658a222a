using System.CommandLine;
using System.Text.Json;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Tokens;

/// <summary><c>mxgateway token revoke</c>.</summary>
internal static class TokenRevokeCommand
{
    private const string Description = """
        Revokes a token and those made from it. What runs under them ends at once.

        Example:
          mxgateway token revoke 0f8fad5bd9cb469f
        """;

    public static Command Build(CommandRunner runner)
    {
        var id = new Argument<string>("id") { Description = "The id of the token, as the list gives it; not the token itself." };
        return runner.Attach(
            new Command("revoke", Description) { id }, (invocation, cancellationToken) => RunAsync(invocation, invocation.Get(id), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string id, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        using var api = new HttpApi(access.Url, access.Token);
        var answer = await api.SendAsync<JsonElement>(HttpMethod.Delete, $"api/tokens/{Uri.EscapeDataString(id)}", null, cancellationToken);
        invocation.Results.Line(answer, () => $"{answer.GetProperty("revoked").GetInt32()} tokens were revoked.");
        return ExitCodes.Ok;
    }
}
