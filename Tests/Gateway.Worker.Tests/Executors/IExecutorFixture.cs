using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Executors;

/// <summary>An executor that was started on a sink, and what exists behind it.</summary>
public interface IExecutorFixture : IAsyncDisposable
{
    IExecutor Executor { get; }

    RecordingSink Sink { get; }

    /// <summary>A float that stays as it is and can be written without a user, between 0 and 100.</summary>
    string WritableFloat { get; }

    /// <summary>A value that changes by itself at least every few seconds.</summary>
    string Changing { get; }

    string ReadOnly { get; }

    /// <summary>An array of several strings that stays as it is, without brackets.</summary>
    string StringArray { get; }

    string Missing { get; }

    /// <summary>A boolean that needs a secured write.</summary>
    string Secured { get; }

    /// <summary>A boolean that needs a verified write.</summary>
    string Verified { get; }

    /// <summary>Two users with their passwords.</summary>
    IReadOnlyList<(string Name, string Password)> Users { get; }

    /// <summary>Lets a little time pass, and the executor do what fell due in it.</summary>
    Task PassTimeAsync(TimeSpan time);
}
