using Gateway.CommandLine.Contexts;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Connecting;

/// <summary>
/// Chooses the gateway of a command: <c>--url</c>, <c>--context</c>, <c>MXGATEWAY_URL</c>, or the current context. A token of a context goes
/// to the address of that context only.
/// </summary>
internal sealed class AccessChoice(ToolHost host)
{
    public const string TokenVariable = "MXGATEWAY_TOKEN";
    public const string UrlVariable = "MXGATEWAY_URL";

    /// <exception cref="ToolFailure">There is none, or no token for it.</exception>
    public GatewayAccess Choose(string? contextName, string? url)
    {
        var given = host.Environment(TokenVariable) is { } variable ? SecretReader.Checked("token", variable) : null;
        return (url ?? (contextName is null ? host.Environment(UrlVariable) : null)) is { } address
            ? OfAddress(GatewayAddress.Parse(address), contextName, given)
            : OfContext(contextName, given);
    }

    private GatewayAccess OfAddress(Uri url, string? contextName, string? given)
    {
        if (given is not null)
        {
            return new GatewayAccess(url, given, null);
        }

        var contexts = host.Contexts.Load();
        var same = contextName is null
            ? contexts.Contexts.FirstOrDefault(context => context.Address == url)
            : Named(contexts, contextName) is var named && named.Address == url ? named : null;
        return same is null
            ? throw new ToolFailure(ExitCodes.Usage, $"There is no token for {url}.", $"Set {TokenVariable}, or log in: mxgateway login --url {url}")
            : new GatewayAccess(url, same.Token, same.Session);
    }

    private GatewayAccess OfContext(string? contextName, string? given)
    {
        var contexts = host.Contexts.Load();
        var context = contextName is null
            ? contexts.Find(contexts.Current) ?? throw new ToolFailure(ExitCodes.Usage, "No gateway is chosen.", "Log in to one: mxgateway login plant --url http://127.0.0.1:5080")
            : Named(contexts, contextName);
        return new GatewayAccess(context.Address, given ?? context.Token, context.Session);
    }

    private static GatewayContext Named(ContextList contexts, string name) => contexts.Find(name) ?? throw ContextMenu.Missing(name);
}
