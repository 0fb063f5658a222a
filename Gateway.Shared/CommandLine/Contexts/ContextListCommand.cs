using System.CommandLine;
using System.Globalization;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Contexts;

/// <summary><c>mxgateway contexts list</c>.</summary>
internal static class ContextListCommand
{
    public static Command Build(CommandRunner runner) => runner.Attach(
        new Command("list", "Lists the contexts; the current one has a star. Tokens are not shown."), (invocation, _) => Task.FromResult(Run(invocation)));

    private static int Run(Invocation invocation)
    {
        var list = invocation.Host.Contexts.Load();
        var rows = list.Contexts.Select(context => ContextRow.Of(context, context.Name == list.Current)).ToArray();
        invocation.Results.Document(rows, () => TextTable.Of(
            rows, ["", "name", "url", "subject", "token until", "session"],
            row => [row.Current ? "*" : "", row.Name, row.Url, row.Subject, row.ExpiresAt?.ToString("u", CultureInfo.InvariantCulture), row.Session]));
        return ExitCodes.Ok;
    }
}
