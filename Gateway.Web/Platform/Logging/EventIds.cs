namespace Gateway.Web.Platform.Logging;

/// <summary>
/// The first log event id of each room's block. A room numbers its events from there without gaps. The ids that are no longer used are
/// listed as retired behind their block, and are never used again. Ids and event names are a contract with operators.
/// </summary>
internal static class EventIds
{
    public const int Store = 1000;
    public const int Callers = 1100;
    public const int Workers = 1200;
    public const int Lifetime = 1300;
    public const int Events = 1400;
    public const int Hubs = 1500;
    public const int Logging = 1600; // Retired: 1, 2.
    public const int Periodic = 1700;
    public const int Recorder = 1750;
    public const int Demo = 1810;
    public const int Trust = 1850;
    public const int Forwarding = 1870;
    public const int Login = 1900;
    public const int Audit = 2000;
    public const int Tokens = 2100;
    public const int Api = 2200;
    public const int OutsideIssuer = 2300;
    public const int Hardening = 2400; // Retired: 1.
    public const int Feed = 2500; // Retired: 8, 13.
    public const int Adoption = 2600;
    public const int Supervision = 2700;
    public const int Alarms = 2800;
    public const int AlarmMonitoring = 2900;
    public const int Catalogue = 2950;
    public const int Cluster = 2970;
    public const int Edge = 2985;
}
