namespace Gateway.Testing;

/// <summary>
/// Lets real time pass where the time itself is part of the test: a rate of events, or a random moment. It must not be used to
/// wait for an effect; <see cref="Eventually"/> does that.
/// </summary>
public static class Pace
{
    public static Task Async(TimeSpan interval) => Task.Delay(interval, TimeProvider.System);
}
