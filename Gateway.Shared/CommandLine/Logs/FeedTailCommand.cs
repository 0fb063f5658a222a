using System.CommandLine;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Logs;

/// <summary><c>mxgateway feed</c>: follows the change feed.</summary>
internal static class FeedTailCommand
{
    private const string Description = """
        Follows the change feed: what happened in the gateway, such as sessions opened and closed, workers lost, tokens made and refused.
        It reconnects and resumes by itself; Ctrl+C ends it (exit code 0) and prints where to continue.

        Examples:
          mxgateway feed --from 0 --for 1s
          mxgateway feed --kind sessionOpened,sessionClosed --json --from 0 --count 1
        """;

    public static Command Build(CommandRunner runner)
    {
        var kinds = Lists.Option("--kind", "KIND[,KIND...]", $"Only these changes: {string.Join(", ", Enum.GetValues<FeedKind>().Select(EnumText.Of))}.");
        kinds.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',')).Where(name => !Enum.TryParse<FeedKind>(name, ignoreCase: true, out _)))
            {
                result.AddError($"'{name}' is no kind of change.");
            }
        });
        var log = new LogOptions();
        return runner.Attach(
            log.AddTo(new Command("feed", Description) { kinds }),
            (invocation, cancellationToken) => RunAsync(
                invocation, RequestOf(log.FromOf(invocation), Lists.OrNull(invocation, kinds)), log.LimitOf(invocation), cancellationToken),
            CommandKind.Tail);
    }

    private static async Task<int> RunAsync(Invocation invocation, FeedRequest request, ReaderLimit limit, CancellationToken cancellationToken)
    {
        await using var client = await HubLink.ConnectAsync(invocation, invocation.Access(), cancellationToken);
        var stream = client.FeedAsync(request, cancellationToken);
        var printer = new LogPrinter(invocation.Results);
        try
        {
            await limit.ReadAsync(stream, (item, _) => ValueTask.FromResult(Take(item, stream.Position, printer)), cancellationToken);
        }
        finally
        {
            printer.SayPosition("feed");
        }

        return printer.ExitCode;
    }

    private static int Take(FeedItem item, FeedPosition? position, LogPrinter printer)
    {
        if (item is FeedResetItem)
        {
            printer.Missing();
        }

        printer.Print(item, position is { } known ? $"{new PositionText(known.FeedEpoch, known.Sequence)}" : null, LinesOf(item));
        return item is FeedChangesItem changes ? changes.Changes.Count : 0;
    }

    private static IEnumerable<string> LinesOf(FeedItem item) => item switch
    {
        FeedChangesItem changes => changes.Changes.Select(change =>
            Results.Columns(ValueText.OfTime(change.At), EnumText.Of(change.Kind), change.SessionName ?? change.SessionId, change.Subject, change.Detail)),
        FeedResetItem reset => [$"-- gap: the changes after {reset.RequestedAfter} cannot be given ({reset.Reason}); the feed goes on with {reset.Oldest}"],
        _ => [],
    };

    private static FeedRequest RequestOf(PositionText? from, string[]? kinds) => new()
    {
        After = from?.Sequence,
        FeedEpoch = from?.Epoch,
        Kinds = kinds is null ? null : [.. kinds.Select(kind => Enum.Parse<FeedKind>(kind, ignoreCase: true))],
    };
}
