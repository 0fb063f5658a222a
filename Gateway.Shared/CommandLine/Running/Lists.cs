using System.CommandLine;

namespace Gateway.CommandLine.Running;

/// <summary>Lists on the command line, such as <c>sessions:read,sessions:write</c>. The option may be repeated.</summary>
internal static class Lists
{
    public static Option<string[]> Option(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
    };

    /// <summary>The list; null when the option is absent, because an empty list allows nothing.</summary>
    public static string[]? OrNull(Invocation invocation, Option<string[]> option) => invocation.Has(option) ? invocation.Get(option) : null;
}
