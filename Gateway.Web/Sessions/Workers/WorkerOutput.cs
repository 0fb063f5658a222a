namespace Gateway.Web.Sessions.Workers;

/// <summary>
/// Reads one of the outputs of a worker's process, line by line, until everything that holds it open has closed it. That may be long
/// after the end of the process: the programs that it started have inherited the output. The reading therefore does not depend on the
/// process, and no line of it is lost.
/// </summary>
internal static class WorkerOutput
{
    /// <param name="output">The output. It is closed at its end.</param>
    /// <param name="name">What the thread is called.</param>
    /// <param name="take">Takes each line, on the reading thread.</param>
    /// <returns>A task that ends with the output and does not fail.</returns>
    public static Task Read(StreamReader output, string name, Action<string> take)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own, because on Windows reading another process's output blocks the thread, also when it is called asynchronous:
        // two threads of the pool for each session, for as long as the session lives.
        new Thread(() => ReadToEnd(output, take, ended)) { Name = name, IsBackground = true }.Start();
        return ended.Task;
    }

    private static void ReadToEnd(StreamReader output, Action<string> take, TaskCompletionSource ended)
    {
        try
        {
            using (output)
            {
                while (output.ReadLine() is { } line)
                {
                    take(line);
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or AggregateException)
        {
            // The output cannot be read any more, or the gateway ends and its log takes no more lines.
        }
        finally
        {
            ended.SetResult();
        }
    }
}
