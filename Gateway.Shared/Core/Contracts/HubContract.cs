namespace Gateway.Contracts;

/// <summary>Names of the hub: its path and its methods.</summary>
public static class HubContract
{
    public const string Path = "/hubs/gateway";

    public const string OpenSession = nameof(OpenSession);
    public const string CloseSession = nameof(CloseSession);
    public const string ListSessions = nameof(ListSessions);
    public const string GetSession = nameof(GetSession);
    public const string Invoke = nameof(Invoke);
    public const string StreamSession = nameof(StreamSession);
    public const string RenewToken = nameof(RenewToken);
}
