namespace Gateway.Testing;

/// <summary>
/// Lets real time pass where time is what the test applies: a rate of events, a random moment. Never to wait for something;
/// that is <see cref="Eventually"/>.
/// </summary>
public static class Pace
{
    public static Task Async(TimeSpan interval) => Task.Delay(interval, TimeProvider.System);
}
