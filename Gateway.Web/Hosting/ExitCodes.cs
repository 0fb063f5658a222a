namespace Gateway.Web.Hosting;

/// <summary>Exit codes of the gateway process. Codes that the worker uses too have the same meaning there.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The gateway that was asked does not answer, or cannot serve; the output has the reason.</summary>
    public const int NotHealthy = 1;

    /// <summary>The arguments of a command are wrong; standard error explains them.</summary>
    public const int BadArguments = 64;

    /// <summary>The configuration is not valid; standard error lists every fault.</summary>
    public const int BadConfiguration = 78;

    /// <summary>The store cannot be used; standard error contains the reason and the remedy.</summary>
    public const int StoreUnusable = 74;

    /// <summary>An unexpected error; the log contains it.</summary>
    public const int Unexpected = 70;
}
