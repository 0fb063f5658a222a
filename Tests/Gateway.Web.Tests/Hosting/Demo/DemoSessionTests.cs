using Gateway.Web.Hosting.Demo;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Hosting.Demo;

public sealed class DemoSessionTests
{
    [Fact]
    public async Task The_demo_session_is_opened_with_the_gateway_when_it_is_asked_for()
    {
        await using var host = await GatewayHost.StartAsync(("Gateway:Demo:Enabled", "true"), ("Gateway:Demo:SessionTag", "hall-3"));

        var session = Assert.Single(host.Get<SessionManager>().All);

        Assert.Equal(("Demo plant", "hall-3"), (session.Identity.Name, session.Identity.SessionTag));
    }

    [Fact]
    public async Task There_is_no_demo_session_otherwise()
    {
        await using var host = await GatewayHost.StartAsync();

        Assert.Empty(host.Get<SessionManager>().All);
    }

    [Theory]
    [InlineData("Tank101.Level.PV", true)]
    [InlineData("Tank101.Level.Hi.InAlarm", true)]
    [InlineData("Tank101.Level.Hi.AckMsg", true)]
    [InlineData("Tank101.InAlarm", true)]
    [InlineData("Tank101.AlarmMode", false)]
    [InlineData("Tank101.Level.Hi.AlarmShelveReason", false)]
    [InlineData("Tank101.Level.Roc.IncreasingHi.InAlarm", false)]
    [InlineData("Tank101.Level.LevelAlarm.ValueDeadband", false)]
    public void The_demo_session_leaves_out_what_few_read_of_an_alarm(string reference, bool isAdvised) =>
        Assert.Equal(isAdvised, DemoItems.IsAdvised(reference));

    [Fact]
    public void A_demo_without_objects_is_refused_by_name()
    {
        var result = new DemoOptionsValidator().Validate(null, new DemoOptions { Enabled = true, Objects = [] });

        Assert.Contains("Gateway:Demo:Objects", result.FailureMessage, StringComparison.Ordinal);
    }
}
