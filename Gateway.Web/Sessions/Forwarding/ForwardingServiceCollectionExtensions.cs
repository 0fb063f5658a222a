using Gateway.Web.Sessions.Calls;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Forwarding;

internal static class ForwardingServiceCollectionExtensions
{
    /// <summary>Calls from edges to owners. It needs the cluster and the calls of clients, and is added after the sessions.</summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.TryAddSingleton<OwnerClock>();
        services.TryAddSingleton<OwnerDeadline>();
        services.TryAddSingleton<CallAdmission>();
        services.TryAddSingleton<ForwardingMetrics>();
        services.TryAddSingleton<ForwardedCaller>();
        services.TryAddSingleton<ForwardedMethods>();
        services.TryAddSingleton<ForwardedRunner>();
        services.TryAddSingleton<CallReceiver>();
        services.TryAddSingleton<SenderParts>();
        services.TryAddSingleton<IRemoteCalls, CallSender>();
        services.TryAddSingleton<CallReceiverService>();
        services.AddHostedService(provider => provider.GetRequiredService<CallReceiverService>());
        return services;
    }
}
