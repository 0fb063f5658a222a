using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Access.Live;

public sealed class ConnectionQuotaTests
{
    [Fact]
    public void A_connection_that_starts_and_ends_streams_all_the_time_is_told_to_wait_for_the_rest_of_the_minute()
    {
        var clock = new FakeTimeProvider();
        var quota = new ConnectionQuota(2, 5, clock);
        for (var i = 0; i < 5; i++)
        {
            quota.TakeStream().Dispose();
        }

        clock.Advance(TimeSpan.FromSeconds(40));
        var refused = Assert.Throws<GatewayException>(quota.TakeStream);
        Assert.Equal((GatewayErrorCode.TooManyRequests, 20_001), (refused.Code, refused.RetryAfterMs));
        Assert.Equal(0, quota.Streams);

        clock.Advance(TimeSpan.FromMilliseconds(refused.RetryAfterMs!.Value));
        using var first = quota.TakeStream();
        using var second = quota.TakeStream();
        Assert.Equal(GatewayErrorCode.TooManyInvocations, Assert.Throws<GatewayException>(quota.TakeStream).Code);
    }

    [Fact]
    public async Task The_gateway_holds_every_connection_to_the_streams_of_a_minute()
    {
        await using var host = await GatewayHost.StartAsync(("Gateway:Hub:MaxStreamsPerConnection", "3"), ("Gateway:Hub:StreamStartsPerMinute", "5"));
        var token = (await host.MintAsync("ada", Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions)).Token.Token;
        await using var reader = await host.ConnectAsync(token);
        await using var other = await host.ConnectAsync(token);
        var session = await GatewayHost.OpenSessionAsync(reader, null);
        for (var i = 0; i < 5; i++)
        {
            var stream = new HubStream(reader, session.SessionId, new StreamRequest());
            await stream.NextAsync<StartedItem>();
            stream.Cancel();
            await Eventually.Async(() => host.Get<Gateway.Web.Sessions.Lifetime.SessionManager>().Find(session.SessionId)!.Distributor.DescribeSubscriptions().Count == 0, "the stream to be over");
        }

        Assert.Equal(GatewayErrorCode.TooManyRequests, await new HubStream(reader, session.SessionId, new StreamRequest()).EndAsync());
        await new HubStream(other, session.SessionId, new StreamRequest()).NextAsync<StartedItem>();
    }
}
