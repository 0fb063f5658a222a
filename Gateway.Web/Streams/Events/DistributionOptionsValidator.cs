using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Events;

internal sealed class DistributionOptionsValidator : IValidateOptions<DistributionOptions>
{
    public ValidateOptionsResult Validate(string? name, DistributionOptions options) => new OptionFaults(DistributionOptions.Section)
        .Between(nameof(options.HistoryEvents), options.HistoryEvents, 0, 50_000_000)
        .Between(nameof(options.HistoryBytes), options.HistoryBytes, 1024, 4L * 1024 * 1024 * 1024)
        .Between(nameof(options.HistorySeconds), options.HistorySeconds, 0, 7 * 24 * 3600)
        .Between(nameof(options.MaxSubscriptionsPerSession), options.MaxSubscriptionsPerSession, 1, 100_000)
        .Between(nameof(options.MaxObserversPerSession), options.MaxObserversPerSession, 1, 100_000)
        .Between(nameof(options.MaxBufferEvents), options.MaxBufferEvents, 1, 10_000_000)
        .Between(nameof(options.BufferEvents), options.BufferEvents, 1, options.MaxBufferEvents, $"at most {nameof(options.MaxBufferEvents)}")
        .Between(nameof(options.MaxBatch), options.MaxBatch, 1, 100_000)
        .Between(nameof(options.MaxFlushIntervalMs), options.MaxFlushIntervalMs, 0, 60_000)
        .Between(nameof(options.IdleIntervalMs), options.IdleIntervalMs, 100, 600_000)
        .Defined(nameof(options.SlowConsumerPolicy), options.SlowConsumerPolicy)
        .ToResult();
}
