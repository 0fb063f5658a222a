namespace Gateway.CommandLine.Contexts;

/// <summary>All contexts, and which of them is used when none is named.</summary>
internal sealed record ContextList
{
    public static readonly ContextList None = new();

    public string? Current { get; init; }

    public IReadOnlyList<GatewayContext> Contexts { get; init; } = [];

    public GatewayContext? Find(string? name) => Contexts.FirstOrDefault(context => context.Name == name);

    /// <summary>The list with a context, which replaces the one of its name and becomes the current one.</summary>
    public ContextList With(GatewayContext context) => new()
    {
        Current = context.Name,
        Contexts = [.. Contexts.Where(other => other.Name != context.Name).Append(context).OrderBy(one => one.Name, StringComparer.Ordinal)],
    };

    /// <summary>The list without a context. If it was the current one, there is no current one any more.</summary>
    public ContextList Without(string name) => new()
    {
        Current = Current == name ? null : Current,
        Contexts = [.. Contexts.Where(context => context.Name != name)],
    };
}
