using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Contexts;

/// <summary><c>mxgateway contexts use</c>.</summary>
internal static class ContextUseCommand
{
    public static Command Build(CommandRunner runner)
    {
        var name = ContextMenu.NameIn(runner.Host.Contexts);
        return runner.Attach(
            new Command("use", "Makes a context the one that is used when none is named.") { name },
            (invocation, _) => Task.FromResult(Run(invocation, invocation.Get(name))));
    }

    private static int Run(Invocation invocation, string name)
    {
        var file = invocation.Host.Contexts;
        var list = file.Load();
        var context = list.Find(name) ?? throw ContextMenu.Missing(name);
        file.Save(list with { Current = name });
        invocation.Results.Line(ContextRow.Of(context, isCurrent: true), () => $"Commands now use {context}.");
        return ExitCodes.Ok;
    }
}
