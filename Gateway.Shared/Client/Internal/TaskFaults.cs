namespace Gateway.Client.Internal;

/// <summary>For tasks whose failure is reported elsewhere, or to nobody because nobody waits any more.</summary>
internal static class TaskFaults
{
    /// <summary>Keeps a failure of the task out of <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    public static void Ignore(Task task) =>
        _ = task.ContinueWith(done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
