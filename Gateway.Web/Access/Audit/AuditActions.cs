namespace Gateway.Web.Access.Audit;

/// <summary>Names of recorded actions: a contract with whoever evaluates the trail.</summary>
internal static class AuditActions
{
    public const string TokenMinted = "token.minted";
    public const string TokenRevoked = "token.revoked";
    public const string TokenRenewed = "token.renewed";

    /// <summary>Somebody came without a token, or with one that was not accepted.</summary>
    public const string TokenRefused = "token.refused";

    public const string KeysRotated = "keys.rotated";
    /// <summary>Somebody called on a session's pipe who is not its worker, or is not wanted.</summary>
    public const string WorkerRefused = "worker.refused";

    /// <summary>A worker of an earlier gateway was taken over, or was not; the result says which.</summary>
    public const string SessionAdopted = "session.adopted";

    public const string SessionKilled = "session.killed";
    public const string GatewayDrained = "gateway.drained";
    public const string SessionOpened = "session.opened";
    public const string SessionClosed = "session.closed";
    public const string SessionTagged = "session.tagged";

    /// <summary>Log-in, whatever its result.</summary>
    public const string Login = "login";

    /// <summary>A refused hub method: <c>hub.Invoke</c>.</summary>
    public static string OfHub(string method) => $"hub.{method}";

    /// <summary>A refused request: <c>GET /api/audit</c>.</summary>
    public static string OfRequest(string method, string path) => $"{method} {path}";
}
