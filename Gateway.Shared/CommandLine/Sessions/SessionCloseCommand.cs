using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Sessions;

/// <summary><c>mxgateway sessions close</c>.</summary>
internal static class SessionCloseCommand
{
    private const string Description = """
        Closes a session. Its streams end.

        Example:
          mxgateway sessions close scripts
        """;

    public static Command Build(CommandRunner runner)
    {
        var session = new Argument<string>("session") { Description = "The session, by name or id." };
        return runner.Attach(
            new Command("close", Description) { session }, (invocation, cancellationToken) => RunAsync(invocation, invocation.Get(session), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string session, CancellationToken cancellationToken)
    {
        await using var client = await HubLink.ConnectAsync(invocation, invocation.Access(), cancellationToken);
        var found = await SessionChoice.FindAsync(client, session, cancellationToken);
        var closed = await client.CloseSessionAsync(found.SessionId, cancellationToken);
        invocation.Results.Line(closed, () => $"Closed {closed.SessionId} ({closed.Name}).");
        return ExitCodes.Ok;
    }
}
