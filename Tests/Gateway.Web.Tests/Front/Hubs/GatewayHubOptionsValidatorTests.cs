using Gateway.Web.Front.Hubs;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Front.Hubs;

public sealed class GatewayHubOptionsValidatorTests
{
    [Fact]
    public void The_defaults_hold()
    {
        Assert.True(Validate(new GatewayHubOptions()).Succeeded);
    }

    [Fact]
    public void A_client_is_not_given_up_before_it_has_had_two_pings_and_the_remedy_is_named()
    {
        var failure = Validate(new GatewayHubOptions { ClientTimeoutSeconds = 29 }).FailureMessage;
        Assert.Contains("Gateway:Hub:ClientTimeoutSeconds is 29; it must be between 30 and", failure, StringComparison.Ordinal);
        Assert.Contains("KeepAliveInterval", failure, StringComparison.Ordinal);
        Assert.Contains("keepAliveIntervalMs", failure, StringComparison.Ordinal);
        Assert.Contains("ClientPingSeconds", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_that_ping_more_often_may_be_given_up_sooner()
    {
        Assert.True(Validate(new GatewayHubOptions { ClientPingSeconds = 1, ClientTimeoutSeconds = 2 }).Succeeded);
    }

    [Fact]
    public void The_gateway_pings_often_enough_for_clients_with_their_own_default()
    {
        Assert.False(Validate(new GatewayHubOptions { KeepAliveSeconds = 16 }).Succeeded);
    }

    private static ValidateOptionsResult Validate(GatewayHubOptions options) => new GatewayHubOptionsValidator().Validate(null, options);
}
