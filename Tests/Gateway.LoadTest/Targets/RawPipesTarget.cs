using System.Diagnostics;
using System.IO.Pipes;
using Gateway.LoadTest.Baselines;
using Gateway.LoadTest.Clients;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>
/// The baseline <see cref="RawPipes"/> with a pipe for each subscriber. The events are written by this process, one at a time and to one
/// pipe after the other, as many workers do that do not know of each other.
/// </summary>
internal sealed class RawPipesTarget(BaselineServer server) : ITarget, IAsyncDisposable
{
    private const string TargetName = "raw-pipes";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

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
        _feeding = eventsPerSecond > 0 ? FeedAsync(eventsPerSecond, _stop.Token) : Task.CompletedTask;
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

    private async Task FeedAsync(int eventsPerSecond, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            for (var sent = 0L; await timer.WaitForNextTickAsync(cancellationToken);)
            {
                for (var due = (long)(eventsPerSecond * TimeProvider.System.GetElapsedTime(began).TotalSeconds); sent < due; sent++)
                {
                    var source = _sources[(int)(sent % _sources.Count)];
                    await source.Pipe.WriteAsync(_template.MessagePackMessage(source.Latest + 1, 1, TimeProvider.System.GetUtcNow().UtcDateTime), CancellationToken.None);
                    source.Latest++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The rate has changed.
        }
    }

    private sealed record Source(NamedPipeClientStream Pipe)
    {
        public long Latest { get; set; } = EventTemplate.SequenceBase;
    }
}
