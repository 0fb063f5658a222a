using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Contexts;

/// <summary><c>mxgateway contexts remove</c>.</summary>
internal static class ContextRemoveCommand
{
    public static Command Build(CommandRunner runner)
    {
        var name = ContextMenu.NameIn(runner.Host.Contexts);
        return runner.Attach(
            new Command("remove", "Forgets a context and its token. The token stays valid; 'mxgateway token revoke' ends it.") { name },
            (invocation, _) => Task.FromResult(Run(invocation, invocation.Get(name))));
    }

    private static int Run(Invocation invocation, string name)
    {
        var file = invocation.Host.Contexts;
        var list = file.Load();
        var context = list.Find(name) ?? throw ContextMenu.Missing(name);
        file.Save(list.Without(name));
        invocation.Results.Line(ContextRow.Of(context, isCurrent: false), () => $"Forgot {context}. Its token is still valid.");
        return ExitCodes.Ok;
    }
}
