using System.Diagnostics.Metrics;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>A distributor that gets real encoded batches, without a worker or a hub.</summary>
internal sealed class DistributorHarness
{
    public const string Epoch = "epoch-1";

    public DistributorHarness(DistributionOptions? options = null)
    {
        Options = options ?? new DistributionOptions();
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        Distributor = new EventDistributor("session-1", Options, new DistributionMetrics(meters), Clock, NullLogger.Instance);
        Distributor.Begin(Epoch);
    }

    public DistributionOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new();

    public EventDistributor Distributor { get; }

    /// <summary>
    /// Publishes one batch of OnDataChange events. The value is the sequence, and the item handles repeat in a cycle.
    /// </summary>
    public void Publish(long first, int count, int items = 10) =>
        Distributor.Publish(BatchOf(count, i => EncodedEvents.Change(first + i, (int)((first + i) % items) + 1)));

    /// <summary>Publishes one event of one item.</summary>
    public void PublishItem(long sequence, int item) => Distributor.Publish(BatchOf(1, _ => EncodedEvents.Change(sequence, item)));

    public void PublishAll(params IReadOnlyList<MxEvent> events) => Distributor.Publish(BatchOf(events.Count, i => events[i]));

    public void PublishCompletion(long sequence, int item) => PublishAll(EncodedEvents.Completion(sequence, item));

    public void AddItem(int item, string reference, long addedAfter = 0, string? context = null) => Distributor.Apply(new StateFrame
    {
        Items = [new ItemInfo { ServerHandle = 1, ItemHandle = item, ItemDefinition = reference, ItemContext = context, AddedAfter = addedAfter }],
    });

    public Subscription Subscribe(StreamRequest? request = null, ItemGlobSet? visible = null, Action? woken = null)
    {
        var wanted = request ?? new StreamRequest();
        return Distributor.Subscribe(new SubscriptionSettings
        {
            SubscriptionId = "subscription",
            Subject = "ada",
            Request = wanted,
            Limits = new StreamRequestValidator(Microsoft.Extensions.Options.Options.Create(Options)).Grant(wanted, null),
            Visible = visible,
            Woken = woken,
        });
    }

    public StreamReader Read(StreamRequest? request = null, ItemGlobSet? visible = null) => new(Subscribe(request, visible: visible));

    public Batch BatchOf(int count, Func<int, MxEvent> eventAt) =>
        Batch.FromFrame(EncodedEvents.Body([.. Enumerable.Range(0, count).Select(eventAt)]), Clock.GetTimestamp());
}
