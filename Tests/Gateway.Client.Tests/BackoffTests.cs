using Gateway.Client.Internal;

namespace Gateway.Client.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void The_limit_doubles_up_to_the_cap()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), new Highest());

        Assert.Equal([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000], Enumerable.Range(0, 8).Select(n => backoff.Next(n).TotalMilliseconds));
        Assert.Equal(10_000, backoff.Next(int.MaxValue).TotalMilliseconds);
    }

    [Fact]
    public void The_wait_is_drawn_from_zero_to_the_limit()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), new Random(5));
        var waits = Enumerable.Range(0, 1000).Select(_ => backoff.Next(3).TotalMilliseconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0, 2000));
        Assert.True(waits.Min() < 100 && waits.Max() > 1900, "The draw does not use the whole range.");
    }

    private sealed class Highest : Random
    {
        public override double NextDouble() => 1;
    }
}
