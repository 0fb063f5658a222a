using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Alarms;

internal sealed class AlarmLogOptionsValidator : IValidateOptions<AlarmLogOptions>
{
    private const long LeastFile = 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, AlarmLogOptions options) => new OptionFaults(AlarmLogOptions.Section)
        .Between(nameof(options.RetainTransitions), options.RetainTransitions, 1, 1_000_000, "the whole log is checked at start")
        .Between(nameof(options.RetainBytes), options.RetainBytes, 1_024, 16L * 1024 * 1024 * 1024)
        .Between(nameof(options.RetainDays), options.RetainDays, 1, 3_650)
        .Between(nameof(options.RetentionSeconds), options.RetentionSeconds, 1, 86_400)
        .Between(nameof(options.MaxFileBytes), options.MaxFileBytes, Math.Max(LeastFile, 2 * options.RetainBytes), 1024L * 1024 * 1024 * 1024,
            $"at least twice {nameof(options.RetainBytes)}")
        .Between(nameof(options.BufferTransitions), options.BufferTransitions, 1, 100_000)
        .Between(nameof(options.MaxBatch), options.MaxBatch, 1, 10_000)
        .Between(nameof(options.IdleIntervalMs), options.IdleIntervalMs, 100, 3_600_000)
        .Between(nameof(options.MaxReaders), options.MaxReaders, 1, 100_000)
        .ToResult();
}
