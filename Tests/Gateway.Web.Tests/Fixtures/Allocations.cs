using Gateway.Testing;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// Limits of allocated bytes, for code in steady state. The first measurements may run code that the runtime has not optimised yet,
/// which allocates more. The runtime optimises on a separate thread, for which a busy machine may have no time. Excessive allocations of
/// the code itself appear in every measurement.
/// </summary>
internal static class Allocations
{
    /// <param name="measure">Returns null when the limit is kept, otherwise what was measured.</param>
    public static async Task SettleAsync(Func<Task<string?>> measure)
    {
        string? finding = null;
        try
        {
            await Eventually.Async(async () => (finding = await measure()) is null, "the code to be optimised");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Still after all measurements: {finding}.");
        }
    }

    /// <inheritdoc cref="SettleAsync(Func{Task{string?}})"/>
    public static Task SettleAsync(Func<string?> measure) => SettleAsync(() => Task.FromResult(measure()));
}
