using System.Diagnostics;
using System.IO.Pipes;
using Gateway.LoadTest.Baselines;
using Gateway.LoadTest.Clients;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>
/// The baseline <see cref="RawPipes"/> with a pipe for each subscriber. This process writes the events, with a thread for each pipe, as many
/// workers do that do not know of each other. If one thread wrote to all pipes in turn, several events would wake the server once.
/// </summary>
internal sealed class RawPipesTarget(BaselineServer server) : ITarget, IAsyncDisposable
{
    private const string TargetName = "raw-pipes";

    private readonly EventTemplate _template = new();
    private readonly List<Source> _sources = [];
    private CancellationTokenSource _stop = new();
    private Task _feeding = Task.CompletedTask;

    public string Name => TargetName;

    public Process Server => server.Process;

    public IReadOnlyList<Process> Workers => [];

    public ReadOnlyMemory<byte>? Ping => null;

    public async Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window)
    {
        await LeaveAsync();
        var clients = new List<WireClient>();
        for (var i = 0; i < count; i++)
        {
            var name = $"gateway-load-{Guid.NewGuid():N}";
            clients.Add(await WireClient.ConnectAsync(new Uri(server.Url, $"/{TargetName}?{RawPipes.PipeParameter}={name}"), null, new HubMessagePackDecoder(shakesHands: false), new Tally(window)));
            var pipe = new NamedPipeClientStream(".", name, PipeDirection.Out, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            await pipe.ConnectAsync().WithTimeout("the pipe of a subscriber");
            _sources.Add(new Source(pipe));
        }

        return clients;
    }

    public async Task SetRateAsync(int eventsPerSecond)
    {
        await _stop.CancelAsync();
        await _feeding;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        if (eventsPerSecond > 0)
        {
            var stop = _stop.Token;
            var period = TimeSpan.FromSeconds((double)_sources.Count / eventsPerSecond);
            _feeding = Task.WhenAll(_sources.Select((source, i) => Task.Factory.StartNew(
                () => Feed(source, period, period * i / _sources.Count, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }
    }

    public Task<long> LatestAsync(int subscriber) => Task.FromResult(_sources[subscriber].Latest);

    public async Task<long?> AllocatedAsync() => await server.NumberAsync("/allocated");

    public async ValueTask DisposeAsync()
    {
        await SetRateAsync(0);
        await LeaveAsync();
        _stop.Dispose();
    }

    private async Task LeaveAsync()
    {
        foreach (var source in _sources)
        {
            await source.Pipe.DisposeAsync();
        }

        _sources.Clear();
    }

    private void Feed(Source source, TimeSpan period, TimeSpan phase, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var due = phase; !stop.WaitHandle.WaitOne(Later(due - TimeProvider.System.GetElapsedTime(began))); due += period)
        {
            source.Pipe.Write(_template.MessagePackMessage(source.Latest + 1, 1, TimeProvider.System.GetUtcNow().UtcDateTime));
            source.Latest++;
        }
    }

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private sealed record Source(NamedPipeClientStream Pipe)
    {
        public long Latest { get; set; } = EventTemplate.SequenceBase;
    }
}
