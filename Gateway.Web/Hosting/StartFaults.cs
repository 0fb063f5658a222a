using Gateway.Web.Platform.Store;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting;

/// <summary>
/// Handles start-up faults that an operator can correct: each is written to standard error as a message without a stack trace, and the
/// exit code tells the kind of fault.
/// </summary>
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
            // The framework throws this exception when the options of several rooms are not valid.
            return await WriteAsync(error.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures), errors);
        }
        catch (InvalidDataException error)
        {
            // A settings file is not valid JSON; the inner message names the place.
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
            // Running disposes the application, and its lifetime cannot be asked any more.
            var stopping = app.Lifetime.ApplicationStopping;
            try
            {
                await app.RunAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // It was told to stop before it had started.
            }

            return ExitCodes.Ok;
        },
        errors);
}
