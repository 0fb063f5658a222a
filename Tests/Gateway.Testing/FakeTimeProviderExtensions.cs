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
}
