using Gateway.Web.Store;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting;

/// <summary>Ends that an operator can mend: said in words on standard error, with an exit code each and no stack trace.</summary>
internal static class StartFaults
{
    public static async Task<int> GuardAsync(Func<Task<int>> run, TextWriter errors)
    {
        try
        {
            return await run();
        }
        catch (OptionsValidationException error)
        {
            await errors.WriteLineAsync("The configuration is not valid:");
            foreach (var fault in error.Failures)
            {
                await errors.WriteLineAsync($"  {fault}");
            }

            return ExitCodes.BadConfiguration;
        }
        catch (StoreException error)
        {
            await errors.WriteLineAsync(error.Message);
            return ExitCodes.StoreUnusable;
        }
    }

    /// <summary>Runs the gateway until it is told to stop.</summary>
    public static Task<int> RunGuardedAsync(this WebApplication app) => GuardAsync(
        async () =>
        {
            await app.RunAsync();
            return ExitCodes.Ok;
        },
        Console.Error);
}
