using Microsoft.Extensions.Time.Testing;

namespace Gateway.Testing;

/// <summary>Methods that <see cref="FakeTimeProvider"/> does not have.</summary>
public static class FakeTimeProviderExtensions
{
    /// <summary>
    /// Advances the clock step by step. <see cref="FakeTimeProvider.Advance"/> jumps: a loop that sets its next timer when the
    /// previous one fires would run only once, however far the clock moves.
    /// </summary>
    public static void AdvanceInSteps(this FakeTimeProvider clock, TimeSpan by, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(clock);
        for (var passed = TimeSpan.Zero; passed < by; passed += step)
        {
            clock.Advance(step);
        }
    }

    /// <summary>Advances the clock by a second at a time until the task has ended, which needs an unknown number of timers.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider clock, Task task)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(task);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            // The work that the advance has started runs first, so that the clock does not get ahead of a busy machine.
            await Task.Run(static () => { });
        }
    }
}
