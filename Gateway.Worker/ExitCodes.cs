namespace Gateway.Worker;

/// <summary>How the worker process ends; the gateway's supervisor reads them.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Arguments or environment are wrong; every fault is on standard error.</summary>
    public const int BadArguments = 64;

    /// <summary>The executor could not start; standard error has the reason.</summary>
    public const int ExecutorStartFailed = 65;

    /// <summary>The executor reported that it cannot go on.</summary>
    public const int ExecutorFaulted = 66;

    /// <summary>There was no gateway for too long.</summary>
    public const int GatewayLost = 68;

    /// <summary>The probe found something missing; standard output says what.</summary>
    public const int NotUsable = 69;

    /// <summary>An error nobody expected; standard error has it.</summary>
    public const int Unexpected = 70;
}
