using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Sessions;

/// <summary><c>mxgateway sessions list</c>.</summary>
internal static class SessionListCommand
{
    private const string Description = """
        Lists the sessions that the token reaches.

        Examples:
          mxgateway sessions list
          mxgateway sessions list --json
        """;

    public static Command Build(CommandRunner runner) => runner.Attach(new Command("list", Description), RunAsync);

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await using var client = await HubLink.ConnectAsync(invocation, invocation.Access(), cancellationToken);
        var sessions = await client.ListSessionsAsync(cancellationToken);
        invocation.Results.Document(sessions, () => SessionTable.Of(sessions));
        return ExitCodes.Ok;
    }
}
