using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed;

internal sealed class FeedOptionsValidator : IValidateOptions<FeedOptions>
{
    private const long LeastFile = 256 * 1024;

    public ValidateOptionsResult Validate(string? name, FeedOptions options) => new OptionFaults(FeedOptions.Section)
        .Between(nameof(options.InboxChanges), options.InboxChanges, 1, 1_000_000)
        .Between(nameof(options.CommitChanges), options.CommitChanges, 1, 10_000)
        .Between(nameof(options.RetainChanges), options.RetainChanges, 1, 1_000_000, "the whole journal is checked at start")
        .Between(nameof(options.RetainBytes), options.RetainBytes, 1_024, 16L * 1024 * 1024 * 1024)
        .Between(nameof(options.RetainDays), options.RetainDays, 1, 3_650)
        .Between(nameof(options.RetentionSeconds), options.RetentionSeconds, 1, 86_400)
        .Between(nameof(options.MaxFileBytes), options.MaxFileBytes, Math.Max(LeastFile, 2 * options.RetainBytes), 1024L * 1024 * 1024 * 1024,
            $"at least twice {nameof(options.RetainBytes)}")
        .Between(nameof(options.RetryMs), options.RetryMs, 10, 600_000)
        .Between(nameof(options.BufferChanges), options.BufferChanges, 1, 100_000)
        .Between(nameof(options.MaxBatch), options.MaxBatch, 1, 10_000)
        .Between(nameof(options.IdleIntervalMs), options.IdleIntervalMs, 100, 3_600_000)
        .Between(nameof(options.MaxReaders), options.MaxReaders, 1, 100_000)
        .Between(nameof(options.MaxExports), options.MaxExports, 1, 1_000)
        .Between(nameof(options.CursorsPerSubject), options.CursorsPerSubject, 1, 10_000)
        .ToResult();
}
