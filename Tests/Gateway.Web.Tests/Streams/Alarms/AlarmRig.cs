using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Alarms;
using Gateway.Web.Streams.Alarms.Journal;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Streams.Alarms;

/// <summary>The alarm log on a real file, without a gateway around it. Disposing it without closing is what a killed gateway leaves.</summary>
internal sealed class AlarmRig : IDisposable
{
    private readonly AlarmJournal _journal;

    public AlarmRig(string directory, AlarmLogOptions? options = null)
    {
        var loggers = LoggerFactory.Create(builder => builder.AddProvider(Logs));
        var wrapped = Microsoft.Extensions.Options.Options.Create(options ?? new AlarmLogOptions());
        var store = new StorePaths(
            Microsoft.Extensions.Options.Options.Create(new StoreOptions { Path = Path.Combine(directory, "gateway.db") }), new HostingEnvironment { ContentRootPath = directory });
        _journal = new AlarmJournal(new AlarmPaths(store), wrapped, Clock, loggers.CreateLogger<AlarmJournal>());
        Distributor = new AlarmDistributor(_journal, wrapped, Clock, loggers.CreateLogger<AlarmDistributor>());
        Reach = new AlarmReach(new ScopeAccessPolicy()) { Session = new SessionAccessInfo("m", "gateway:alarms", "plant") };
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        Log = new AlarmLog(_journal, Distributor, new AlarmMetrics(meters, Distributor), loggers.CreateLogger<AlarmLog>());
        Feed = new AlarmFeed(Distributor, Reach);
        Assert.True(Log.TryOpen());
        Book = Recall();
    }

    public static Caller Admin { get; } = new() { Subject = "root", TokenId = "t", Scopes = [Scopes.Admin], ExpiresAt = DateTimeOffset.MaxValue };

    public FakeTimeProvider Clock { get; } = new(AlarmBench.Start);

    public RecordingLogs Logs { get; } = new();

    public AlarmDistributor Distributor { get; }

    public AlarmReach Reach { get; }

    public AlarmLog Log { get; }

    public AlarmFeed Feed { get; }

    public AlarmBook Book { get; }

    public AlarmPosition? Position => Log.Recall().Position;

    /// <summary>Commits what the book has.</summary>
    public void Commit(long? position = null) =>
        Assert.True(Log.TryCommit(Book.Epoch, Book.Take(position is { } sequence ? new AlarmPosition("session", "epoch", sequence) : null)));

    public AlarmClient Read(AlarmRequest? request = null, Caller? caller = null) => new(Distributor.Subscribe(request ?? new AlarmRequest(), Reach, caller ?? Admin));

    public void Dispose() => _journal.Dispose();

    private AlarmBook Recall()
    {
        var (epoch, latest, tracks, _) = Log.Recall();
        return new AlarmBook(epoch, latest, tracks, Clock);
    }
}
