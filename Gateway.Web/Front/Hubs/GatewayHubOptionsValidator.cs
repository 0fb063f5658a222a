using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hubs;

internal sealed class GatewayHubOptionsValidator : IValidateOptions<GatewayHubOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayHubOptions options) => new OptionFaults(GatewayHubOptions.Section)
        .Between(nameof(options.MaxMessageBytes), options.MaxMessageBytes, 32 * 1024, 16 * 1024 * 1024)
        .Between(nameof(options.MaxParallelInvocations), options.MaxParallelInvocations, 4, 1_000, "below 4 the start of a stream waits behind commands")
        .Between(nameof(options.MaxStreamsPerConnection), options.MaxStreamsPerConnection, 1, 10_000)
        .Between(nameof(options.StreamStartsPerMinute), options.StreamStartsPerMinute, 1, 1_000_000)
        .Between(nameof(options.KeepAliveSeconds), options.KeepAliveSeconds, 1, 15, "clients close a connection that is silent for 30 s")
        .Between(nameof(options.ClientPingSeconds), options.ClientPingSeconds, 1, 600)
        .Between(
            nameof(options.ClientTimeoutSeconds), options.ClientTimeoutSeconds, 2L * options.ClientPingSeconds, 3_600,
            $"at least twice {nameof(options.ClientPingSeconds)}; for less, make every client ping more often, by KeepAliveInterval in .NET and "
            + $"keepAliveIntervalMs in TypeScript, and set {nameof(options.ClientPingSeconds)} to that")
        .Between(nameof(options.SendTimeoutSeconds), options.SendTimeoutSeconds, 1, 600)
        .Between(nameof(options.HandshakeTimeoutSeconds), options.HandshakeTimeoutSeconds, 1, 120)
        .ToResult();
}
