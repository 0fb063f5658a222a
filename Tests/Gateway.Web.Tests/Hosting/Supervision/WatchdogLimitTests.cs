using Gateway.Web.Hosting.Supervision;

namespace Gateway.Web.Tests.Hosting.Supervision;

public sealed class WatchdogLimitTests
{
    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "", 30)]
    [InlineData("30000000", "17", 30)]
    public void The_limit_is_that_of_the_environment(string microseconds, string? processId, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WatchdogLimit.Of(microseconds, processId, ownId: 17));

    [Theory]
    [InlineData(null, null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("9223372036854775807", null)]
    [InlineData("30000000", "18")]
    public void A_limit_that_is_absent_unreadable_or_meant_for_another_process_is_none(string? microseconds, string? processId) =>
        Assert.Null(WatchdogLimit.Of(microseconds, processId, ownId: 17));
}
