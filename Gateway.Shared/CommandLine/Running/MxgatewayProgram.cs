using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Gateway.CommandLine.Alarms;
using Gateway.CommandLine.Completion;
using Gateway.CommandLine.Contexts;
using Gateway.CommandLine.Items;
using Gateway.CommandLine.Logs;
using Gateway.CommandLine.Measuring;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Probing;
using Gateway.CommandLine.Sessions;
using Gateway.CommandLine.Tokens;

namespace Gateway.CommandLine.Running;

/// <summary>All commands of <c>mxgateway</c>, and how a command line is run.</summary>
internal static class MxgatewayProgram
{
    private const string Description = """
        Reads, writes and watches the items of an MXAccess gateway, follows its events and alarms, and finds out why something does not work.

        Begin with:
          mxgateway login plant --url http://127.0.0.1:5080
          mxgateway probe
          mxgateway read Tank101.Level.PV

        The token is asked for, read from standard input, or taken from MXGATEWAY_TOKEN; it is never an argument.
        """;

    /// <summary>
    /// How long a command that Ctrl+C ends may take to end in order, on a busy machine or while nobody reads its output, before it is ended all
    /// the same with 130.
    /// </summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(15);

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, ToolHost host, CancellationToken cancellationToken = default)
    {
        var root = Build(host);

        // Values of arguments are texts: a file is not read because a text begins with @.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(parsed, parsed.Errors.Select(error => error.Message), host.Errors);
        }

        if (StrayOptions(parsed).ToArray() is { Length: > 0 } strays)
        {
            return Refuse(parsed, strays.Select(stray => $"'{stray}' is no option; put -- before arguments that begin with a hyphen."), host.Errors);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = host.Output, Error = host.Errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestEnd },
                cancellationToken);
        }
        catch (OutputClosedException)
        {
            return ExitCodes.Ok;
        }
    }

    public static RootCommand Build(ToolHost host)
    {
        var globals = new GlobalOptions();
        var runner = new CommandRunner(host, globals);
        globals.Context.CompletionSources.Add(_ => ContextMenu.NamesIn(host.Contexts).Select(name => new CompletionItem(name)));
        var root = new RootCommand(Description)
        {
            LoginCommand.Build(runner),
            ContextMenu.Build(runner),
            ProbeCommand.Build(runner),
            SessionMenu.Build(runner),
            ReadCommand.Build(runner),
            WriteCommand.Build(runner),
            WatchCommand.Build(runner),
            EventTailCommand.Build(runner),
            FeedTailCommand.Build(runner),
            AlarmMenu.Build(runner),
            TokenMenu.Build(runner),
            BenchCommand.Build(runner),
            CompletionCommand.Build(runner),
        };
        globals.AddTo(root);
        return root;
    }

    // The parser takes a misspelt option for one more item. Negative numbers are values.
    private static IEnumerable<string> StrayOptions(ParseResult parsed)
    {
        var tokens = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToArray();
        return tokens.Where((token, i) => token is { Type: TokenType.Argument, Value: ['-', not ((>= '0' and <= '9') or '.'), ..] } && (i == 0 || tokens[i - 1].Type != TokenType.Option))
            .Select(token => token.Value);
    }

    // One line, as for every other error.
    private static int Refuse(ParseResult parsed, IEnumerable<string> faults, TextWriter errors)
    {
        var names = parsed.CommandResult.Command is RootCommand ? "mxgateway" : $"mxgateway {string.Join(' ', NamesOf(parsed))}";
        errors.WriteLine(FailureReport.Of(new ToolFailure(ExitCodes.Usage, string.Join(" ", faults), $"See: {names} --help")));
        return ExitCodes.Usage;
    }

    private static Stack<string> NamesOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
        {
            names.Push(result.Command.Name);
        }

        return names;
    }
}
