using Gateway.Web.Streams.Log.Journal;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>The durable record of changes.</summary>
internal sealed class FeedJournal(FeedPaths paths, IOptions<FeedOptions> options, TimeProvider time, ILogger<FeedJournal> logger)
    : Journal<FeedRow>(FeedSchemaSteps.Format, () => new JournalPaths(paths.Directory, paths.Journal, paths.Mark), () => LimitsOf(options.Value), time, logger)
{
    private static JournalLimits LimitsOf(FeedOptions options) =>
        new(options.RetainChanges, options.RetainBytes, options.RetainDays, options.MaxFileBytes);
}
