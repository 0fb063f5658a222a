namespace Gateway.Web.Access.Audit;

/// <summary>Names of recorded actions. They are a contract with the programs that evaluate the trail.</summary>
internal static class AuditActions
{
    public const string TokenMinted = "token.minted";
    public const string TokenRevoked = "token.revoked";
    public const string TokenRenewed = "token.renewed";

    /// <summary>A request carried no token, or one that was not accepted.</summary>
    public const string TokenRefused = "token.refused";

    public const string KeysRotated = "keys.rotated";
    /// <summary>A process that is not the session's worker, or that is not wanted, connected to the session's pipe.</summary>
    public const string WorkerRefused = "worker.refused";

    /// <summary>A worker of an earlier gateway was taken over, or the attempt failed; the result says which.</summary>
    public const string SessionAdopted = "session.adopted";

    public const string SessionKilled = "session.killed";
    public const string GatewayDrained = "gateway.drained";
    public const string SessionOpened = "session.opened";
    public const string SessionClosed = "session.closed";
    public const string SessionTagged = "session.tagged";

    /// <summary>What happens to a session is written to the log for some minutes.</summary>
    public const string SessionTraced = "session.traced";

    /// <summary>A reader was ended by someone else; the detail has its subject and the reason.</summary>
    public const string ReaderEnded = "reader.ended";

    /// <summary>A set of items was saved under a name.</summary>
    public const string ItemsSaved = "items.saved";

    public const string ItemsDeleted = "items.deleted";

    /// <summary>An alarm was to be acknowledged; the result is <c>ok</c> when it was seen acknowledged.</summary>
    public const string AlarmAcknowledged = "alarm.acknowledged";

    /// <summary>An alarm was to be shelved, or no longer.</summary>
    public const string AlarmShelved = "alarm.shelved";

    /// <summary>A log-in, whatever its result.</summary>
    public const string Login = "login";

    /// <summary>The name of a refused hub method, such as <c>hub.Invoke</c>.</summary>
    public static string OfHub(string method) => $"hub.{method}";

    /// <summary>The name of a refused request, such as <c>GET /api/audit</c>.</summary>
    public static string OfRequest(string method, string path) => $"{method} {path}";
}
