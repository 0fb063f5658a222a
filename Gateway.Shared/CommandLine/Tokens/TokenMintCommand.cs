using System.CommandLine;
using System.Text.Json;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Tokens;

/// <summary><c>mxgateway token mint</c>.</summary>
internal static class TokenMintCommand
{
    private const string Description = """
        Makes a token and prints it, alone in its line, so that it can be piped. It is shown only now. An admin may make any token; others may
        make one for a session of their own, with --session and at most their own rights.

        Examples:
          mxgateway token mint --subject scripts --scopes sessions:read,sessions:write --tags line-1 --lifetime 30d
          mxgateway token mint --subject page --scopes sessions:read --read 'Tank101.*' --json
        """;

    public static Command Build(CommandRunner runner)
    {
        var subject = new Option<string?>("--subject") { HelpName = "NAME", Description = "Whose token it is; yours if absent." };
        var scopes = Lists.Option("--scopes", "SCOPE[,SCOPE...]", "What it allows, such as sessions:read,sessions:write.");
        scopes.Required = true;
        var tags = Lists.Option("--tags", "TAG[,TAG...]", "The session tags whose sessions it reaches.");
        var session = new Option<string?>("--session") { HelpName = "ID", Description = "The only session that it reaches." };
        var read = Lists.Option("--read", "GLOB[,GLOB...]", "The items that it may read; all if absent.");
        var write = Lists.Option("--write", "GLOB[,GLOB...]", "The items that it may write; as for reading if absent.");
        var lifetime = Durations.Option("--lifetime", "How long it is valid; one hour if absent.");
        var label = new Option<string?>("--label") { HelpName = "TEXT", Description = "What it is for, shown in the list." };
        return runner.Attach(new Command("mint", Description) { subject, scopes, tags, session, read, write, lifetime, label }, (invocation, cancellationToken) => RunAsync(
            invocation,
            new TokenWish
            {
                Subject = invocation.Get(subject),
                Scopes = invocation.Get(scopes)!,
                SessionTags = Lists.OrNull(invocation, tags),
                SessionId = invocation.Get(session),
                Read = Lists.OrNull(invocation, read),
                Write = Lists.OrNull(invocation, write),
                LifetimeSeconds = invocation.Get(lifetime) is { } time ? (int)Math.Min(time.TotalSeconds, int.MaxValue) : null,
                Label = invocation.Get(label),
            },
            cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, TokenWish wish, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        using var api = new HttpApi(access.Url, access.Token);
        var created = await api.SendAsync<JsonElement>(HttpMethod.Post, "api/tokens", wish, cancellationToken);
        invocation.Results.Line(created, () => created.GetProperty("token").GetString()!);
        return ExitCodes.Ok;
    }
}
