namespace Gateway.Web.Audit;

/// <summary>Names of recorded actions: a contract with whoever evaluates the trail.</summary>
internal static class AuditActions
{
    public const string TokenMinted = "token.minted";
    public const string TokenRevoked = "token.revoked";
    public const string TokenRenewed = "token.renewed";

    /// <summary>Somebody came without a token, or with one that was not accepted.</summary>
    public const string TokenRefused = "token.refused";

    public const string KeysRotated = "keys.rotated";
    public const string SessionOpened = "session.opened";
    public const string SessionClosed = "session.closed";

    /// <summary>Log-in, whatever its result.</summary>
    public const string Login = "login";

    /// <summary>A refused hub method: <c>hub.Invoke</c>.</summary>
    public static string OfHub(string method) => $"hub.{method}";

    /// <summary>A refused request: <c>GET /api/audit</c>.</summary>
    public static string OfRequest(string method, string path) => $"{method} {path}";
}
