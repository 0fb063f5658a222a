namespace Gateway.Web.Platform.Logging;

/// <summary>
/// First log event id of each room's block. A room uses ids from its block only, below <see cref="BlockSize"/> of them, never
/// reuses one, and keeps a retired one as a comment in its log class. Ids and event names are a contract with operators.
/// </summary>
internal static class EventIds
{
    public const int BlockSize = 100;

    public const int Store = 1000;
    public const int Callers = 1100;
    public const int Workers = 1200;
    public const int Lifetime = 1300;
    public const int Events = 1400;
    public const int Hubs = 1500;
    // 1601 and 1602 are retired.
    public const int Logging = 1600;
    public const int Commands = 1700;
    public const int Host = 1800;
    public const int Login = 1900;
    public const int Audit = 2000;
    public const int Tokens = 2100;
    public const int Api = 2200;
    public const int OutsideIssuer = 2300;
    public const int Hardening = 2400;
    public const int Feed = 2500;
    public const int Adoption = 2600;
    public const int Supervision = 2700;
}
