namespace Gateway.Web.Tests.Hosting;

/// <summary>The bound of every await: far above what the work takes on a loaded machine.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    public static async Task WithTimeout(this Task task, string phase)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds} s for: {phase}.");
        }
    }

    public static async Task<T> WithTimeout<T>(this Task<T> task, string phase)
    {
        await ((Task)task).WithTimeout(phase);
        return await task;
    }
}
