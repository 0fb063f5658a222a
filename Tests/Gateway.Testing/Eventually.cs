namespace Gateway.Testing;

/// <summary>Waits, with a time limit, for an effect in another process that cannot be awaited.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static Task Async(Func<bool> condition, string phase) => Async(() => Task.FromResult(condition()), phase);

    public static async Task Async(Func<Task<bool>> condition, string phase)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"Waited {Limit.TotalSeconds} s for: {phase}.");
            }

            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
