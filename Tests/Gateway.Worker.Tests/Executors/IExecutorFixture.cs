using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Executors;

/// <summary>An executor that was started with a sink, and the items that exist behind it.</summary>
public interface IExecutorFixture : IAsyncDisposable
{
    IExecutor Executor { get; }

    RecordingSink Sink { get; }

    /// <summary>A float that does not change by itself and can be written without a user, between 0 and 100.</summary>
    string WritableFloat { get; }

    /// <summary>A value that changes by itself at least every few seconds.</summary>
    string Changing { get; }

    string ReadOnly { get; }

    /// <summary>An array of several strings that does not change by itself; the reference has no brackets.</summary>
    string StringArray { get; }

    string Missing { get; }

    /// <summary>A boolean that requires a secured write.</summary>
    string Secured { get; }

    /// <summary>A boolean that requires a verified write.</summary>
    string Verified { get; }

    /// <summary>
    /// A limit alarm on a value between 0 and 100 with an upper limit, which belongs to an object with an area; no other test depends on it.
    /// </summary>
    string Alarm { get; }

    /// <summary>An alarm that does not rise, and whose input becomes bad and good again at least every minute.</summary>
    string UnsteadyAlarm { get; }

    /// <summary>Two users with their passwords.</summary>
    IReadOnlyList<(string Name, string Password)> Users { get; }

    /// <summary>Lets some time pass, in which the executor does the work that becomes due.</summary>
    Task PassTimeAsync(TimeSpan time);

    /// <summary>Runs steps of a test during which no write completes, however long they take.</summary>
    Task WithWritesPendingAsync(Func<Task> steps);
}
