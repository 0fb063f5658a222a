using System.CommandLine;
using Gateway.Client;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Running;
using Gateway.Contracts;

namespace Gateway.CommandLine.Sessions;

/// <summary>The session that a command works with: named by <c>--session</c> or the context, or this program's own.</summary>
internal static class SessionChoice
{
    /// <summary>The session that this program opens for itself. It is closed when nobody reads it any more.</summary>
    public const string OwnName = "mxgateway";

    private const int MostNames = 5;

    public static Option<string?> Option() => new("--session", "-s")
    {
        HelpName = "NAME|ID",
        Description = "The session, by name or id. If absent: that of the context, or one named 'mxgateway', which is opened when it is not there.",
    };

    /// <exception cref="ToolFailure">There is no such session, or several have this name.</exception>
    public static async Task<SessionInfo> ChooseAsync(GatewayClient client, GatewayAccess access, string? wanted, CancellationToken cancellationToken) =>
        (wanted ?? access.Session) is { } name ? await FindAsync(client, name, cancellationToken) : await OwnAsync(client, cancellationToken);

    /// <summary>The session of an id or a name.</summary>
    public static async Task<SessionInfo> FindAsync(GatewayClient client, string wanted, CancellationToken cancellationToken)
    {
        var sessions = await client.ListSessionsAsync(cancellationToken);
        SessionInfo[] found = [.. sessions.Where(info => info.SessionId == wanted)];
        found = found.Length > 0 ? found : [.. sessions.Where(info => info.Name == wanted && IsAlive(info))];
        return found switch
        {
            [var one] => one,
            [] => throw new ToolFailure(
                ExitCodes.NotFound, $"There is no session '{wanted}' that this token reaches; {NamesOf(sessions)}.", "See more of them: mxgateway sessions list"),
            _ => throw new ToolFailure(ExitCodes.Usage, $"{found.Length} sessions are named '{wanted}'.", $"Give an id: {string.Join(", ", found.Select(info => info.SessionId))}"),
        };
    }

    private static async Task<SessionInfo> OwnAsync(GatewayClient client, CancellationToken cancellationToken)
    {
        var request = new OpenSessionRequest { Name = OwnName, ClientIdentity = OwnName, CloseWhenDetached = true };
        var session = await client.FindOrOpenSessionAsync(request, cancellationToken);
        return session.Info ?? await session.GetInfoAsync(cancellationToken);
    }

    private static string NamesOf(IReadOnlyList<SessionInfo> sessions) => sessions.Count == 0
        ? "it reaches none"
        : $"there are {string.Join(", ", sessions.Take(MostNames).Select(info => $"'{info.Name ?? info.SessionId}'"))}{(sessions.Count > MostNames ? " and more" : "")}";

    private static bool IsAlive(SessionInfo info) => info.State is not (SessionState.Closing or SessionState.Closed);
}
