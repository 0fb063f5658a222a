namespace Gateway.Worker;

/// <summary>Exit codes of the worker process, which the gateway's supervisor reads.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Arguments or environment are invalid; standard error has every fault.</summary>
    public const int BadArguments = 64;

    /// <summary>The executor could not start; standard error has the reason.</summary>
    public const int ExecutorStartFailed = 65;

    /// <summary>The executor reported that it cannot continue.</summary>
    public const int ExecutorFaulted = 66;

    /// <summary>The worker was without a gateway for too long.</summary>
    public const int GatewayLost = 68;

    /// <summary>The probe found that something is missing; standard output says what.</summary>
    public const int NotUsable = 69;

    /// <summary>An unexpected error; standard error has it.</summary>
    public const int Unexpected = 70;
}
