namespace Gateway.Testing;

/// <summary>Limits every wait of a test; the message of the time-out names what the test waited for.</summary>
public static class TimeoutExtensions
{
    // A wait that succeeds costs nothing, so the limit is for a machine that does much else: there a gateway can take
    // half a minute to start.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static async Task WithTimeout(this Task task, string phase)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException error) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Timed out waiting for: {phase}.", error);
        }
    }

    public static async Task<T> WithTimeout<T>(this Task<T> task, string phase)
    {
        ArgumentNullException.ThrowIfNull(task);
        await ((Task)task).WithTimeout(phase);
        return await task;
    }

    public static Task<T> WithTimeout<T>(this ValueTask<T> task, string phase) => task.AsTask().WithTimeout(phase);

    public static Task WithTimeout(this ValueTask task, string phase) => task.AsTask().WithTimeout(phase);
}
