using Microsoft.Extensions.Time.Testing;

namespace Gateway.Testing;

/// <summary>What <see cref="FakeTimeProvider"/> lacks.</summary>
public static class FakeTimeProviderExtensions
{
    /// <summary>
    /// Moves the clock step by step. <see cref="FakeTimeProvider.Advance"/> jumps: a loop that sets its next timer when the one
    /// before fires would run once, however far the clock moves.
    /// </summary>
    public static void AdvanceInSteps(this FakeTimeProvider clock, TimeSpan by, TimeSpan step)
    {
        ArgumentNullException.ThrowIfNull(clock);
        for (var passed = TimeSpan.Zero; passed < by; passed += step)
        {
            clock.Advance(step);
        }
    }
}
