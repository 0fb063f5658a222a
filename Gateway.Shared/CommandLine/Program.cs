using Gateway.CommandLine.Running;

namespace Gateway.CommandLine;

/// <summary>The program <c>mxgateway</c>.</summary>
internal static class Program
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        using var host = ToolHost.OfProcess();
        return await MxgatewayProgram.RunAsync(args, host);
    }
}
