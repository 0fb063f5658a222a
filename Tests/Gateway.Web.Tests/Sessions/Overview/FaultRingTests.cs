using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Sessions.Overview;

public sealed class FaultRingTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new();

    [Fact]
    public async Task The_last_faults_are_kept_and_each_is_counted_once()
    {
        var counted = new ConcurrentQueue<string>();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        // Other tests of the process measure at the same time.
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}".TrimEnd()));
        var ring = new FaultRing(_host.Watch, new OverviewMetrics(meters, () => 0), Options.Create(new OverviewOptions { KeptFaults = 2 }));
        listener.Start();
        ring.Begin();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var session = await _host.OpenAsync(new OpenSessionRequest { SessionTag = $"line-{i}", Name = $"n{i}" });
            ids.Add(session.Identity.SessionId);
            session.Life.FaultForSlowSubscriber();
            await Eventually.Async(() => session.Status.State == SessionState.Faulted, "the fault");
            _host.Watch.Tell(session);
            await _host.Sessions.CloseAsync(session, "test").WithTimeout("the session to close");
        }

        Assert.Equal([(2L, ids[1], "line-1", "n1"), (3L, ids[2], "line-2", "n2")], ring.All.Select(kept => (kept.Fault.Id, kept.Fault.SessionId, kept.Access.SessionTag!, kept.Fault.SessionName!)));
        Assert.Equal(3, counted.Count(one => one == "gateway.sessions.faults 1 slow_consumer"));
        ring.End();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
