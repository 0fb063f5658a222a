using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Cluster;

public sealed class PublishPaceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(3);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_message_and_one_after_a_pause_wait_for_nothing()
    {
        var pace = new PublishPace(Interval, _time);
        Assert.True(pace.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);

        pace.Begin();
        _time.Advance(Interval);
        Assert.True(pace.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_next_message_waits_until_the_interval_since_the_beginning_of_the_last_one_is_over()
    {
        var pace = new PublishPace(Interval, _time);
        pace.Begin();
        _time.Advance(Interval / 3);
        var next = pace.WaitAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);

        _time.Advance(Interval / 3);
        Assert.False(next.IsCompleted);
        _time.Advance(Interval / 3);
        await next.WithTimeout("the next message");
    }

    [Fact]
    public void Without_an_interval_nothing_waits()
    {
        var pace = new PublishPace(TimeSpan.Zero, _time);
        pace.Begin();

        Assert.True(pace.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }
}
