using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Contexts;

/// <summary><c>mxgateway login</c>: stores a gateway and a token for it under a name.</summary>
internal static class LoginCommand
{
    private const string DefaultName = "default";
    private const int LongestName = 64;

    private const string Description = """
        Stores a gateway under a name, with a token, and makes it the current one.

        The token is asked for and not shown, or read from standard input, or taken from MXGATEWAY_TOKEN. With --user the gateway's directory
        (LDAP) is asked for a token, and the password is read in the same way from the terminal or standard input.

        Examples:
          mxgateway login plant --url http://127.0.0.1:5080
          mxgateway login plant --url https://gateway.example --user ada
          mxgateway login plant --url http://127.0.0.1:5080 < token.txt
        """;

    public static Command Build(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "The name of the context; 'default' if absent.", DefaultValueFactory = _ => DefaultName };
        var user = new Option<string?>("--user") { HelpName = "NAME", Description = "Log in by name and password instead of a token." };
        var session = new Option<string?>("--session") { HelpName = "NAME", Description = "The session that commands use when none is named." };
        return runner.Attach(
            new Command("login", Description) { name, user, session },
            (invocation, cancellationToken) => RunAsync(invocation, NameOf(invocation.Get(name)), new LoginAs(invocation.Get(user), invocation.Get(session)), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, string name, LoginAs login, CancellationToken cancellationToken)
    {
        var host = invocation.Host;
        var contexts = host.Contexts.Load();
        var known = contexts.Find(name);
        var url = GatewayAddress.Parse(invocation.Url ?? known?.Url ?? throw new ToolFailure(
            ExitCodes.Usage, $"The context '{name}' is new and has no address.", $"Give it: mxgateway login {name} --url URL"));
        WarnOfPlainText(invocation, url);
        var token = await TokenAsync(invocation, url, login.User, cancellationToken);
        using var api = new HttpApi(url, token);
        var me = await api.GetAsync<CallerFacts>(CallerFacts.Path, cancellationToken);
        var context = new GatewayContext
        {
            Name = name,
            Url = url.ToString(),
            Token = token,
            Subject = me.Subject,
            ExpiresAt = me.ExpiresAt,
            Session = login.Session ?? (known?.Url == url.ToString() ? known.Session : null),
        };
        host.Contexts.Save(host.Contexts.Load().With(context));
        invocation.Results.Line(
            ContextRow.Of(context, isCurrent: true), () => $"Logged in to {name} ({url}) as {me.Subject} until {me.ExpiresAt:u}; scopes {string.Join(", ", me.Scopes)}.");
        return ExitCodes.Ok;
    }

    private static async Task<string> TokenAsync(Invocation invocation, Uri url, string? user, CancellationToken cancellationToken)
    {
        if (user is null)
        {
            return invocation.Host.Environment(AccessChoice.TokenVariable) is { } given
                ? SecretReader.Checked("token", given)
                : await SecretReader.ReadAsync(invocation.Host, "token", cancellationToken);
        }

        var password = await SecretReader.ReadAsync(invocation.Host, "password", cancellationToken);
        using var api = new HttpApi(url, token: null);
        return (await api.SendAsync<GrantedToken>(HttpMethod.Post, "api/login", new { user, password }, cancellationToken)).Token;
    }

    private static void WarnOfPlainText(Invocation invocation, Uri url)
    {
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            invocation.Results.Note($"mxgateway: warning: {url} is not encrypted; whoever sees the network can read the token. Use https.");
        }
    }

    private static string NameOf(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? name
        : throw new ToolFailure(ExitCodes.Usage, $"A context has a name of 1 to {LongestName} letters, digits and -_.", "Choose another name.");
}
