namespace Gateway.Worker;

/// <summary>First log event id of each part of the worker. The rules are those of the gateway's ids.</summary>
internal static class WorkerEventIds
{
    public const int Host = 5000;
    public const int Link = 5100;
    public const int PhoneHome = 5110;
    public const int Commands = 5120;
    public const int Com = 5200;
}
