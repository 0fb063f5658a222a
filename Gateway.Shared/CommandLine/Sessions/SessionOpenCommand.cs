using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Sessions;

/// <summary><c>mxgateway sessions open</c>.</summary>
internal static class SessionOpenCommand
{
    private const string Description = """
        Opens a session and waits until it is ready. A session of that name and tag that is there already is used.
        It stays open as long as its lease says: it closes when nobody uses it for that long.

        Examples:
          mxgateway sessions open scripts --tag line-1
          mxgateway sessions open scripts --backend simulator --lease 10m
        """;

    public static Command Build(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "The name of the session." };
        var tag = new Option<string?>("--tag") { HelpName = "TAG", Description = "The session tag, which says who reaches the session." };
        var backend = new Option<string?>("--backend") { HelpName = "simulator|com", Description = "What the session talks to; the gateway's default if absent." };
        var lease = Durations.Option("--lease", "How long it stays open while nobody uses it; the gateway's default if absent.");
        return runner.Attach(new Command("open", Description) { name, tag, backend, lease }, (invocation, cancellationToken) => RunAsync(
            invocation,
            new OpenSessionRequest
            {
                Name = invocation.Get(name),
                SessionTag = invocation.Get(tag),
                Backend = invocation.Get(backend),
                LeaseSeconds = invocation.Get(lease) is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null,
                ClientIdentity = SessionChoice.OwnName,
            },
            cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation invocation, OpenSessionRequest request, CancellationToken cancellationToken)
    {
        await using var client = await HubLink.ConnectAsync(invocation, invocation.Access(), cancellationToken);
        var session = await client.FindOrOpenSessionAsync(request, cancellationToken);
        var info = await session.GetInfoAsync(cancellationToken);
        invocation.Results.Document(info, () => SessionTable.Of([info]));
        return ExitCodes.Ok;
    }
}
