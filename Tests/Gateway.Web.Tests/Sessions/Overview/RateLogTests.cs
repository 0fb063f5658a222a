using System.Collections.Immutable;
using Gateway.Testing;
using Gateway.Web.Sessions.Overview;

namespace Gateway.Web.Tests.Sessions.Overview;

public sealed class RateLogTests
{
    private readonly RateLog _log = new();

    [Fact]
    public void A_point_is_the_average_of_the_samples_in_about_ten_seconds()
    {
        for (var second = 1; second < 10; second++)
        {
            Assert.Empty(Add(second, seconds: 1, rate: 10));
        }

        var point = Assert.Single(Add(10, seconds: 1, rate: 110));
        Assert.Equal(new RatePoint(SamplePlant.Time.AddSeconds(10), Events: 20, Delivered: 40, Commands: 20, Cpu: 20), point);
    }

    [Fact]
    public void Samples_count_by_their_time()
    {
        Add(9, seconds: 9, rate: 0);
        Assert.Equal(9, Assert.Single(Add(15, seconds: 6, rate: 22.5)).Events);
    }

    [Fact]
    public void A_sample_that_has_nothing_to_compare_with_counts_for_nothing()
    {
        Assert.Empty(_log.Add(Sample(10, 5) with { Process = SampleOverview.Whole.Process! with { CpuPercent = null } }, TimeSpan.FromHours(1)));
        Assert.Equal(7, Assert.Single(Add(20, seconds: 10, rate: 7)).Events);
    }

    [Fact]
    public void The_last_hour_is_kept()
    {
        for (var point = 1; point <= 1_000; point++)
        {
            Add(point * 10, seconds: 10, rate: point);
        }

        var columns = RateLog.Columns(Add(10_010, seconds: 10, rate: 1_001), SamplePlant.Time.AddSeconds(10_014));
        Assert.Equal(Enumerable.Range(0, 360).Select(i => 3_594 - (10 * i)), columns.SecondsAgo);
        Assert.Equal(Enumerable.Range(642, 360).Select(i => (double)i), columns.EventsPerSecond);
        Assert.Equal(360, columns.CpuPercent.Count);
    }

    private ImmutableArray<RatePoint> Add(int at, double seconds, double rate) => _log.Add(Sample(at, rate), TimeSpan.FromSeconds(seconds));

    private static OverviewSample Sample(int at, double rate)
    {
        var session = SamplePlant.Session("s");
        var (one, two) = (SamplePlant.Reader("1", "s"), SamplePlant.Reader("2", "s"));
        return SamplePlant.Of(session with { Load = session.Load with { EventsPerSecond = rate, CommandsPerSecond = rate } })
            .With(one with { Load = one.Load with { EventsPerSecond = rate } }, two with { Load = two.Load with { EventsPerSecond = rate } }) with
        {
            At = SamplePlant.Time.AddSeconds(at),
            Process = SampleOverview.Whole.Process! with { CpuPercent = rate },
        };
    }
}
