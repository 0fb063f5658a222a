using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Workers;

internal static class WorkersServiceCollectionExtensions
{
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddOptions<WorkerOptions>().BindConfiguration(WorkerOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsValidator>());
        services.TryAddSingleton<IWorkerLauncher, ProcessLauncher>();
        services.TryAddSingleton<GatewayInstance>();
        services.TryAddSingleton<StartGate>();
        services.TryAddSingleton<WorkerMetrics>();
        services.TryAddSingleton<WorkerSupervisor>();
        return services;
    }
}
