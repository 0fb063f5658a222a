using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Streams.Alarms.Reading;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;
using Gateway.Wire;
using Xunit.Abstractions;

namespace Gateway.Web.Tests.Sessions.Overview;

/// <summary>What the overview costs with many sessions and readers.</summary>
[Trait("Size", "Long")]
public sealed class OverviewCostTests(ITestOutputHelper output)
{
    private const int Rounds = 60;

    [Fact]
    public async Task A_sample_and_what_watchers_are_told_of_it_is_cheap_and_nobody_watching_costs_nothing()
    {
        var (sessions, readers) = (TestScale.Of(25, 250), 4);
        await using var host = await GatewayHost.StartAsync(("Gateway:Sessions:MaxSessions", "300"));
        var manager = host.Get<SessionManager>();
        var opened = new List<Session>();
        for (var i = 0; i < sessions; i++)
        {
            opened.Add(await manager.OpenAsync(new OpenSessionRequest { Name = $"session {i}" }, "ada", Patience.Token));
        }

        var subscriptions = opened.SelectMany(session => Enumerable.Range(0, readers).Select(_ => Subscribe(session))).ToArray();
        var source = host.Get<OverviewSource>();
        var taker = host.Get<SampleTaker>();
        var view = new OverviewView(new OverviewSight(host.Get<IAccessPolicy>(), host.Get<AlarmReach>()));
        var admin = SamplePlant.Caller("root", null, Scopes.Admin);
        var sample = taker.Take(null, []);
        view.Whole(sample, admin);
        var (taking, telling, bytes) = (TimeSpan.MaxValue, TimeSpan.MaxValue, 0);
        for (var round = 0; round < Rounds; round++)
        {
            // Every session has events and every second reader takes them: nearly every row is different.
            await Task.WhenAll(opened.Select(session => host.Workers.Of(session.Identity.SessionId).PublishAsync(1, 2)));
            Read(subscriptions.Where((_, i) => i % 2 == 0));
            var began = Stopwatch.GetTimestamp();
            sample = taker.Take(sample, []);
            taking = Min(taking, Stopwatch.GetElapsedTime(began));
            began = Stopwatch.GetTimestamp();
            bytes = Encode(view.Changes(sample, admin));
            telling = Min(telling, Stopwatch.GetElapsedTime(began));
        }

        var latest = source.Fresh();
        var idle = Stopwatch.GetTimestamp();
        source.Tick();
        var nobody = Stopwatch.GetElapsedTime(idle);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sessions} sessions, {subscriptions.Length} readers: a sample {taking.TotalMilliseconds:F2} ms, one watcher {telling.TotalMilliseconds:F2} ms and {bytes} bytes, nobody watching {nobody.TotalMilliseconds:F4} ms"));
        Assert.Equal((sessions, subscriptions.Length), (sample.Sessions.Count, sample.Readers.Count));
        Assert.Same(latest, source.Latest);
        Array.ForEach(subscriptions, subscription => subscription.Dispose());
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static int Encode(IEnumerable<OverviewItem> items)
    {
        var output = new ArrayBufferWriter<byte>(1_000_000);
        var writer = new WireWriter(output);
        foreach (var item in items)
        {
            WireSerializer.SerializeObject(writer, item);
        }

        return output.WrittenCount;
    }

    private static void Read(IEnumerable<Subscription> subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            while (subscription.TryNext() is not null)
            {
                // Taken.
            }
        }
    }

    private static Subscription Subscribe(Session session)
    {
        var request = new StreamRequest();
        return session.Subscribe(new SubscriptionSettings
        {
            SubscriptionId = Guid.NewGuid().ToString("N"),
            Subject = "rita",
            Request = request,
            Limits = StreamRequestValidator.Grant(request, new DistributionOptions(), null),
        });
    }
}
