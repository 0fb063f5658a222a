using Gateway.Web.Platform.Settings;
using Gateway.Web.Platform.Store;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Sessions.Workers;

internal static class WorkersServiceCollectionExtensions
{
    public static IServiceCollection AddWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<WorkerOptions, WorkerOptionsValidator>(configuration, WorkerOptions.Section);
        services.TryAddSingleton<IProcessTable, ProcessTable>();
        services.TryAddSingleton<IWorkerLauncher, ProcessLauncher>();
        services.TryAddSingleton(provider => new PipeNames(() => provider.GetRequiredService<GatewayStore>().InstanceId));
        services.TryAddSingleton<StartGate>();
        services.TryAddSingleton<WorkerMetrics>();
        services.TryAddSingleton<PipeRefusals>();
        services.TryAddSingleton<HeartbeatTimers>();
        services.TryAddSingleton<WorkerListenerFactory>();
        services.TryAddSingleton<WorkerStarter>();
        services.TryAddSingleton<SpareWorkers>();
        services.TryAddSingleton<WorkerPlaceFactory>();
        services.TryAddSingleton<WorkerSupervisor>();
        return services;
    }
}
