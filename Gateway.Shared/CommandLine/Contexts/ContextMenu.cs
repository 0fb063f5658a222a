using System.CommandLine;
using System.CommandLine.Completions;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Contexts;

/// <summary><c>mxgateway contexts</c>: the gateways that the user has logged in to.</summary>
internal static class ContextMenu
{
    public static Command Build(CommandRunner runner) => new("contexts", "The gateways that you have logged in to.")
    {
        ContextListCommand.Build(runner),
        ContextUseCommand.Build(runner),
        ContextRemoveCommand.Build(runner),
    };

    /// <summary>The argument that names a context which is there.</summary>
    public static Argument<string> NameIn(ContextFile file)
    {
        var name = new Argument<string>("name") { Description = "The name of the context." };
        name.CompletionSources.Add(_ => NamesIn(file).Select(one => new CompletionItem(one)));
        return name;
    }

    /// <summary>The names for completion, which says nothing of a file that cannot be read.</summary>
    public static IEnumerable<string> NamesIn(ContextFile file)
    {
        try
        {
            return file.Load().Contexts.Select(context => context.Name);
        }
        catch (ToolFailure)
        {
            return [];
        }
    }

    public static ToolFailure Missing(string name) => new(ExitCodes.NotFound, $"There is no context '{name}'.", "See which there are: mxgateway contexts list");
}
