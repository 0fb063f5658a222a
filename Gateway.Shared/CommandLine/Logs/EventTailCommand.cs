using System.CommandLine;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.CommandLine.Sessions;
using Gateway.Contracts;

namespace Gateway.CommandLine.Logs;

/// <summary><c>mxgateway events</c>: follows the events of a session.</summary>
internal static class EventTailCommand
{
    private const string Description = """
        Follows the events of a session: every event, once and in order. When events cannot be given, a gap says which before anything newer
        comes, and the exit code is 7. It reconnects and resumes by itself; Ctrl+C ends it (exit code 0) and prints where to continue.

        With --json each line is an item of the stream, as over HTTP, with its position.

        Examples:
          mxgateway events --session 'Demo plant'
          mxgateway events --session 'Demo plant' --item 'Tank101.*' --json --count 5
          mxgateway events --session 'Demo plant' --from 0 --for 1s
        """;

    public static Command Build(CommandRunner runner)
    {
        var session = SessionChoice.Option();
        var items = Lists.Option("--item", "GLOB[,GLOB...]", "Only events of these items; * is any run of characters, ? one.");
        var snapshot = new Option<bool>("--snapshot") { Description = "Begin with the latest value of each item." };
        var log = new LogOptions();
        return runner.Attach(
            log.AddTo(new Command("events", Description) { session, items, snapshot }),
            (invocation, cancellationToken) => RunAsync(
                invocation,
                RequestOf(log.FromOf(invocation), Lists.OrNull(invocation, items), invocation.Get(snapshot)),
                invocation.Get(session),
                log.LimitOf(invocation),
                cancellationToken),
            CommandKind.Tail);
    }

    private static async Task<int> RunAsync(Invocation invocation, StreamRequest request, string? wanted, ReaderLimit limit, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        await using var client = await HubLink.ConnectAsync(invocation, access, cancellationToken);
        var session = client.Session((await SessionChoice.ChooseAsync(client, access, wanted, cancellationToken)).SessionId);
        var names = new ItemNames(session);
        var stream = session.EventsAsync(request, cancellationToken: cancellationToken);
        var printer = new LogPrinter(invocation.Results);
        try
        {
            await limit.ReadAsync(stream, (item, stop) => TakeAsync(item, stream.Position, printer, names, stop), cancellationToken);
        }
        finally
        {
            printer.SayPosition($"events --session {session.Id}");
        }

        return printer.ExitCode;
    }

    private static async ValueTask<int> TakeAsync(StreamItem item, StreamPosition? position, LogPrinter printer, ItemNames names, CancellationToken cancellationToken)
    {
        var events = EventLines.EventsOf(item);
        await names.LearnAsync(events, cancellationToken);
        if (item is GapItem)
        {
            printer.Missing();
        }

        printer.Print(
            item, position is { } known ? $"{new PositionText(known.Epoch, known.Sequence)}" : null, EventLines.Of(item, names), json => EventLines.AddNames(json, events, names));
        return events.Count;
    }

    private static StreamRequest RequestOf(PositionText? from, string[]? items, bool hasSnapshot) => new()
    {
        ResumeAfter = from?.Sequence,
        Epoch = from?.Epoch,
        Snapshot = hasSnapshot ? SnapshotPolicy.Always : SnapshotPolicy.None,
        Filter = items is null ? null : new StreamFilter { References = items },
    };
}
