using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.LoadTest.Baselines;

/// <summary>Sends each event to a SignalR group.</summary>
internal sealed class GroupBroadcast(IServiceProvider services) : BackgroundService, IBaseline
{
    public const string Group = "events";

    private const int QueuedEvents = 1_000_000;

    private readonly ConcurrentDictionary<string, byte> _members = new(StringComparer.Ordinal);
    private readonly Channel<(long Sequence, DateTime Time)> _queue =
        Channel.CreateBounded<(long, DateTime)>(new BoundedChannelOptions(QueuedEvents) { SingleReader = true, SingleWriter = true });

    public string Name => "hub-group";

    public int Subscribers => _members.Count;

    public void Map(WebApplication app)
    {
        // The host maps the hub that both SignalR baselines share.
    }

    public void Joined(string connectionId) => _members[connectionId] = 0;

    public void Left(string connectionId) => _members.TryRemove(connectionId, out _);

    public void Publish(long first, int count, DateTime time)
    {
        for (var i = 0; i < count && !_members.IsEmpty; i++)
        {
            _queue.Writer.TryWrite((first + i, time));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hub = services.GetRequiredService<IHubContext<PlainHub>>();
        await foreach (var (sequence, time) in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            await hub.Clients.Group(Group).SendAsync("event", PlainEvents.Of(sequence, time), stoppingToken);
        }
    }
}
