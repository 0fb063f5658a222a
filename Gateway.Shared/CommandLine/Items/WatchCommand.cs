using System.CommandLine;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.CommandLine.Sessions;
using Gateway.Contracts;

namespace Gateway.CommandLine.Items;

/// <summary><c>mxgateway watch</c>: live items by name, as a table that changes or as lines.</summary>
internal static class WatchCommand
{
    private const string Description = """
        Shows items as they change: a live table on a terminal, a line for each change otherwise. It reconnects by itself, says when events
        were lost or the session was opened anew, and ends with Ctrl+C (exit code 0), --count or --for.

        Examples:
          mxgateway watch Tank101.Level.PV Tank101.Level.SP
          mxgateway watch Tank101.Level.PV --session 'Demo plant' --json --count 3
        """;

    public static Command Build(CommandRunner runner)
    {
        var items = new Argument<string[]>("item") { Description = "Item references, such as Tank101.Level.PV.", Arity = ArgumentArity.OneOrMore };
        var session = SessionChoice.Option();
        var limit = new ReaderOptions();
        var command = new Command("watch", Description) { items, session };
        limit.AddTo(command);
        return runner.Attach(
            command,
            (invocation, cancellationToken) => RunAsync(invocation, new WatchRequest(invocation.Get(items), invocation.Get(session), limit.LimitOf(invocation)), cancellationToken),
            CommandKind.Tail);
    }

    private static async Task<int> RunAsync(Invocation invocation, WatchRequest request, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        await using var client = await HubLink.ConnectAsync(invocation, access, cancellationToken);
        var info = await SessionChoice.ChooseAsync(client, access, request.Session, cancellationToken);
        await using var live = client.Items(request.Items, await NameOfAsync(client, info, cancellationToken), cancellationToken);
        var isTable = invocation.Host.IsOutputTerminal && !invocation.Results.IsJson && invocation.Host.Console.Profile.Capabilities.Ansi;
        await (isTable
            ? new WatchTable(invocation.Host).ShowAsync(live, request.Limit, cancellationToken)
            : new WatchLines(invocation.Results).PrintAsync(live, request.Limit, cancellationToken));
        return ExitCodes.Ok;
    }

    // Live items find their session by name, so the name must mean this one.
    private static async Task<LiveItemsRequest> NameOfAsync(GatewayClient client, SessionInfo info, CancellationToken cancellationToken)
    {
        var oldest = (await client.ListSessionsAsync(cancellationToken))
            .Where(other => other.Name == info.Name && other.SessionTag == info.SessionTag && other.Backend == info.Backend)
            .Where(other => other.State is not (SessionState.Closing or SessionState.Closed or SessionState.Faulted)).MinBy(other => other.CreatedAt);
        return !string.IsNullOrWhiteSpace(info.Name) && (oldest is null || oldest.SessionId == info.SessionId)
            ? new LiveItemsRequest { Session = info.Name, SessionTag = info.SessionTag, Backend = info.Backend }
            : throw new ToolFailure(
                ExitCodes.Usage, $"The session {info.SessionId} has no name of its own, by which items could be watched.", $"Follow its events: mxgateway events --session {info.SessionId}");
    }
}
