using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Commands;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.MultiSession;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Feed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// Everything that sessions need except store, access and hub, with fake workers over real pipes and a clock that the test
/// controls.
/// </summary>
internal sealed class SessionsHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly SessionSweeper _sweeper;
    private readonly SpareKeeper _spares;

    public SessionsHost(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Gateway:Workers:StartStaggerMs", "0"), new("Gateway:Workers:EnableAdoption", "false")])
            .AddInMemoryCollection([.. settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))])
            .Build();
        var instance = Guid.NewGuid().ToString("N")[..8];
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddMetrics()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IWorkerLauncher>(Launcher)
            .AddSingleton(new PipeNames(() => instance))
            .AddSingleton<IAudit>(Audit)
            .AddSingleton<IFeed>(Feed)
            .AddSingleton<ISessionManifest>(Manifest)
            .AddWorkers(configuration)
            .AddDistribution(configuration)
            .AddCommands(configuration)
            .AddSessions(configuration)
            .AddSingleton<IAccessPolicy, ScopeAccessPolicy>()
            .AddMultiSession()
            .BuildServiceProvider();
        Sessions = _services.GetRequiredService<SessionManager>();
        _sweeper = ActivatorUtilities.CreateInstance<SessionSweeper>(_services);
        _spares = ActivatorUtilities.CreateInstance<SpareKeeper>(_services);
        Streams = _services.GetRequiredService<MultiSessionStreaming>();
    }

    public FakeTimeProvider Clock { get; } = new();

    public FakeLauncher Launcher { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public RecordingAudit Audit { get; } = new();

    public RecordingFeed Feed { get; } = new();

    public MemoryManifest Manifest { get; } = new();

    public SessionManager Sessions { get; }

    public MultiSessionStreaming Streams { get; }

    public FlightRecorder Recorder => _services.GetRequiredService<FlightRecorder>();

    public SessionWatch Watch => _services.GetRequiredService<SessionWatch>();

    public IOptions<WorkerOptions> WorkerOptions => _services.GetRequiredService<IOptions<WorkerOptions>>();

    public WorkerSupervisor Supervisor => _services.GetRequiredService<WorkerSupervisor>();

    public Task<Session> OpenAsync(OpenSessionRequest? request = null) =>
        Sessions.OpenAsync(request ?? new OpenSessionRequest(), "ada", Patience.Token).WithTimeout("a session to open");

    public Task AdvanceAndSweepAsync(int seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        return SweepAsync();
    }

    public Task SweepAsync() => _sweeper.RunOnceAsync(CancellationToken.None).WithTimeout("a sweep");

    /// <summary>Starts the spare workers that are missing.</summary>
    public Task KeepSparesAsync() => _spares.RunOnceAsync(CancellationToken.None).WithTimeout("the spare workers to start");

    public Task StopSparesAsync() => _spares.StopAsync(CancellationToken.None).WithTimeout("the spare workers to end");

    public FakeWorker WorkerOf(Session session) => Launcher.Of(session.Identity.SessionId);

    public Subscription Subscribe(Session session, StreamRequest? request = null) => session.Subscribe(new SubscriptionSettings
    {
        SubscriptionId = Guid.NewGuid().ToString("N"),
        Subject = "ada",
        Request = request ?? new StreamRequest(),
        Limits = _services.GetRequiredService<StreamRequestValidator>().Grant(request ?? new StreamRequest(), null),
    });

    public async ValueTask DisposeAsync()
    {
        await Sessions.StopAsync().WithTimeout("all sessions to stop");
        await StopSparesAsync();
        _spares.Dispose();
        _sweeper.Dispose();
        await _services.DisposeAsync();
    }
}
