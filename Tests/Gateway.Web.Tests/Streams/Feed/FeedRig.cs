using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Streams.Feed.Journal;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>The feed's own parts on a real journal, without a gateway. The writer runs when the test says so.</summary>
internal sealed class FeedRig : IDisposable
{
    private static readonly ServiceProvider Platform = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly FeedJournal _journal;
    private bool _ended;

    public FeedRig(string directory, FeedOptions? options = null, TimeProvider? time = null, RecordingLogs? logs = null)
    {
        Options = options ?? new FeedOptions();
        Logs = logs ?? new RecordingLogs();
        time ??= new TestClock();
        var loggers = LoggerFactory.Create(builder => builder.AddProvider(Logs));
        var wrapped = Microsoft.Extensions.Options.Options.Create(Options);
        var store = new StorePaths(
            Microsoft.Extensions.Options.Options.Create(new StoreOptions { Path = Path.Combine(directory, "gateway.db") }), new HostingEnvironment { ContentRootPath = directory });
        Paths = new FeedPaths(store);
        Inbox = new FeedInbox(wrapped, time);
        State = new FeedState(loggers.CreateLogger<FeedWriter>());
        Metrics = new FeedMetrics(Platform.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), State, Inbox);
        _journal = new FeedJournal(Paths, wrapped, time, loggers.CreateLogger<FeedJournal>());
        Distributor = new FeedDistributor(new KeptChanges(_journal, Inbox, loggers.CreateLogger<FeedDistributor>()), wrapped, Metrics, time);
        var committer = new FeedCommitter(_journal, Distributor, new ConfigurationWatch(() => Configuration), Metrics, loggers.CreateLogger<FeedWriter>());
        Writer = new FeedWriter(Inbox, committer, State, wrapped, time);
        Recorder = new FeedRecorder(Inbox, State, Metrics, loggers.CreateLogger<FeedRecorder>());
    }

    public static Caller Admin { get; } = new() { Subject = "root", TokenId = "t", Scopes = [Scopes.Admin], ExpiresAt = DateTimeOffset.MaxValue };

    public FeedOptions Options { get; }

    /// <summary>The effective configuration, as the feed gets it.</summary>
    public JsonObject Configuration { get; init; } = [];

    public RecordingLogs Logs { get; }

    public FeedPaths Paths { get; }

    public FeedState State { get; }

    public FeedMetrics Metrics { get; }

    public FeedInbox Inbox { get; }

    public FeedDistributor Distributor { get; }

    public FeedWriter Writer { get; }

    public FeedRecorder Recorder { get; }

    /// <summary>The number of changes that the test makes the inbox drop; it is checked at the end.</summary>
    public long Dropped { get; set; }

    /// <summary>Records a number of changes, with consecutive numbers in their details.</summary>
    public void Record(int count, int from = 1)
    {
        for (var i = 0; i < count; i++)
        {
            Recorder.Record(new FeedEntry { Kind = FeedKind.ConfigurationChanged, Detail = $"change {from + i}" });
        }
    }

    /// <summary>The changes that the journal has and would deliver to a reader of everything.</summary>
    public IReadOnlyList<FeedChange> ReadAll() => new RigReader(Distributor.Subscribe(new FeedResumePoint(0, null), Everything, Admin)).Drain();

    public RigReader Read(long? after, string? epoch = null) => new(Distributor.Subscribe(new FeedResumePoint(after, epoch), Everything, Admin));

    /// <summary>Overwrites the journal while the writer is running.</summary>
    public void Ruin()
    {
        using (var connection = new SqliteConnection($"Data Source={Paths.Journal};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        using var file = new FileStream(Paths.Journal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(new byte[(int)file.Length]);
    }

    /// <summary>Ends as a gateway does that is stopped.</summary>
    public void Stop()
    {
        _ended = true;
        Writer.Finish();
    }

    /// <summary>Ends as a gateway does that is killed: committed data remains, and nothing is closed in order.</summary>
    public void Kill()
    {
        _ended = true;
        _journal.Dispose();
    }

    /// <summary>Notes that the test has run and stopped the writer itself.</summary>
    public void Ended() => _ended = true;

    public void Dispose()
    {
        if (!_ended)
        {
            Kill();
        }

        Writer.Dispose();
        Assert.Equal(Dropped, Inbox.Dropped);
    }

    private static FeedFilter Everything => new(new FeedReach(new ScopeAccessPolicy(), new LocalDuties()), null, null);
}
