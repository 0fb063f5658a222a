namespace Gateway.Web.Hosting;

/// <summary>How the gateway process ends. Those that the worker has too mean the same.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command's arguments are wrong; standard error says how it is called.</summary>
    public const int BadArguments = 64;

    /// <summary>The configuration is wrong; every fault is on standard error.</summary>
    public const int BadConfiguration = 78;

    /// <summary>The store cannot be used; standard error says why and what to do.</summary>
    public const int StoreUnusable = 74;

    /// <summary>An error nobody expected; the log has it.</summary>
    public const int Unexpected = 70;
}
