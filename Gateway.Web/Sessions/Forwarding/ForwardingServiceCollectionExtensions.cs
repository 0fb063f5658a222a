using Gateway.Web.Sessions.Calls;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Forwarding;

internal static class ForwardingServiceCollectionExtensions
{
    /// <summary>Commands from edges to owners. It needs the cluster and the calls of clients, and is added after the sessions.</summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.TryAddSingleton<OwnerClock>();
        services.TryAddSingleton<OwnerDeadline>();
        services.TryAddSingleton<CommandAdmission>();
        services.TryAddSingleton<ForwardingMetrics>();
        services.TryAddSingleton<ForwardedCaller>();
        services.TryAddSingleton<ForwardedRunner>();
        services.TryAddSingleton<CommandReceiver>();
        services.TryAddSingleton<SenderParts>();
        services.TryAddSingleton<IRemoteCommands, CommandSender>();
        services.TryAddSingleton<CommandReceiverService>();
        services.AddHostedService(provider => provider.GetRequiredService<CommandReceiverService>());
        return services;
    }
}
