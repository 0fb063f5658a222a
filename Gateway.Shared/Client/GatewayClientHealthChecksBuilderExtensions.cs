using Gateway.Client.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Client;

/// <summary>Adds the health of the connection to a gateway to the health checks of a program.</summary>
public static class GatewayClientHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that calls the gateway with the container's <see cref="GatewayClient"/>. It is healthy when the gateway answers within
    /// five seconds. Otherwise its description says why: the token was refused, or the gateway does not answer. A client that is not
    /// connected connects.
    /// </summary>
    /// <param name="builder">The result of <c>services.AddHealthChecks()</c>.</param>
    /// <param name="name">The name of the check, by default <c>gateway</c>.</param>
    /// <param name="key">The key of a client that was added with one; null for the client without a key.</param>
    /// <param name="failureStatus">The status when it fails; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which a program chooses its checks.</param>
    public static IHealthChecksBuilder AddGatewayClient(
        this IHealthChecksBuilder builder, string name = "gateway", string? key = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new HealthCheckRegistration(name, provider => new GatewayHealthCheck(ClientOf(provider, key)), failureStatus, tags));
    }

    private static GatewayClient ClientOf(IServiceProvider provider, string? key) =>
        key is null ? provider.GetRequiredService<GatewayClient>() : provider.GetRequiredKeyedService<GatewayClient>(key);
}
