using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Workers;

internal sealed class WorkerOptionsValidator : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options) => new OptionFaults(WorkerOptions.Section)
        .Require(
            options.ExecutablePath.Length == 0 || File.Exists(options.ExecutablePath),
            nameof(options.ExecutablePath),
            $"names '{options.ExecutablePath}', which does not exist; name the worker program or leave the setting empty.")
        .Require(
            options.DotnetHostPath.Length == 0 || File.Exists(options.DotnetHostPath),
            nameof(options.DotnetHostPath),
            $"names '{options.DotnetHostPath}', which does not exist; name a dotnet host or leave the setting empty.")
        .Defined(nameof(options.RequiredArchitecture), options.RequiredArchitecture)
        .Require(WorkerProgram.Mismatch(options) is null, nameof(options.RequiredArchitecture), WorkerProgram.Mismatch(options) ?? "")
        .Require(
            options.Backends.ContainsKey(options.DefaultBackend),
            nameof(options.DefaultBackend),
            $"is '{options.DefaultBackend}'; it must be one of {nameof(options.Backends)}: {string.Join(", ", options.Backends.Keys)}.")
        .Between(nameof(options.StartTimeoutSeconds), options.StartTimeoutSeconds, 1, 600)
        .Between(nameof(options.ShutdownTimeoutSeconds), options.ShutdownTimeoutSeconds, 1, 600)
        .Between(nameof(options.MaxConcurrentStarts), options.MaxConcurrentStarts, 1, 64)
        .Between(nameof(options.StartStaggerMs), options.StartStaggerMs, 0, 60_000)
        .Between(nameof(options.SpareWorkers), options.SpareWorkers, 0, 100)
        .Between(nameof(options.HeartbeatIntervalMs), options.HeartbeatIntervalMs, 50, 600_000)
        .Between(
            nameof(options.HeartbeatGraceMs), options.HeartbeatGraceMs, 2L * options.HeartbeatIntervalMs, 3_600_000,
            $"at least twice {nameof(options.HeartbeatIntervalMs)}, so that one late heartbeat is not a loss")
        .Between(nameof(options.MaxOrphanLifetimeSeconds), options.MaxOrphanLifetimeSeconds, 1, 7 * 24 * 3600)
        .Between(nameof(options.AdoptTimeoutSeconds), options.AdoptTimeoutSeconds, 1, 600)
        .Between(nameof(options.ReconnectTimeoutSeconds), options.ReconnectTimeoutSeconds, 1, 600)
        .Between(nameof(options.RingEvents), options.RingEvents, 1, 50_000_000)
        .Between(nameof(options.RingBytes), options.RingBytes, 64 * 1024, 1024 * 1024 * 1024)
        .ToResult();
}
