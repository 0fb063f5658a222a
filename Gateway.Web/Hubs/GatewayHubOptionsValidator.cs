using Gateway.Web.Diagnostics;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hubs;

internal sealed class GatewayHubOptionsValidator : IValidateOptions<GatewayHubOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayHubOptions options) => new OptionFaults(GatewayHubOptions.Section)
        .Between(nameof(options.MaxMessageBytes), options.MaxMessageBytes, 32 * 1024, 16 * 1024 * 1024)
        .Between(nameof(options.MaxParallelInvocations), options.MaxParallelInvocations, 4, 1_000, "below 4 the start of a stream waits behind commands")
        .Between(nameof(options.MaxStreamsPerConnection), options.MaxStreamsPerConnection, 1, 10_000)
        .Between(nameof(options.KeepAliveSeconds), options.KeepAliveSeconds, 1, 600)
        .Between(
            nameof(options.ClientTimeoutSeconds), options.ClientTimeoutSeconds, 2L * options.KeepAliveSeconds, 3_600,
            $"at least twice {nameof(options.KeepAliveSeconds)}, which clients use for their pings too")
        .Between(nameof(options.HandshakeTimeoutSeconds), options.HandshakeTimeoutSeconds, 1, 120)
        .ToResult();
}
