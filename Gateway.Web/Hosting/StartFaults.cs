using Gateway.Web.Platform.Store;
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
            return await WriteAsync(error.Failures, errors);
        }
        catch (AggregateException error) when (error.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            // What the platform throws when more than one room's options are wrong.
            return await WriteAsync(error.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures), errors);
        }
        catch (InvalidDataException error)
        {
            // A file of settings that is no JSON; the inner message has the place.
            return await WriteAsync([error.Message, .. error.InnerException is { } place ? [place.Message] : Array.Empty<string>()], errors);
        }
        catch (StoreException error)
        {
            await errors.WriteLineAsync(error.Message);
            return ExitCodes.StoreUnusable;
        }
    }

    private static async Task<int> WriteAsync(IEnumerable<string> faults, TextWriter errors)
    {
        await errors.WriteLineAsync("The configuration is not valid:");
        foreach (var fault in faults)
        {
            await errors.WriteLineAsync($"  {fault}");
        }

        return ExitCodes.BadConfiguration;
    }

    /// <summary>Runs a gateway until it is told to stop.</summary>
    public static Task<int> RunGuardedAsync(this WebApplication app, TextWriter errors) => GuardAsync(
        async () =>
        {
            await app.Services.GetRequiredService<GatewayStore>().OwnAsync(CancellationToken.None);
            await app.RunAsync();
            return ExitCodes.Ok;
        },
        errors);
}
