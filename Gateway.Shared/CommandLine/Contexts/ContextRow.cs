namespace Gateway.CommandLine.Contexts;

/// <summary>A context as it is listed, without its token.</summary>
internal sealed record ContextRow(string Name, string Url, bool Current, string? Subject, DateTime? ExpiresAt, string? Session)
{
    public static ContextRow Of(GatewayContext context, bool isCurrent) =>
        new(context.Name, context.Url, isCurrent, context.Subject, context.ExpiresAt, context.Session);
}
