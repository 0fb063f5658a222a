using Gateway.Contracts;
using Gateway.Events;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

/// <summary>Runs a scenario on the real distributor and compares it with a plain list of the published events.</summary>
internal sealed class DistributionModel
{
    private const int Items = 7;
    private const int CompletionEvery = 5;
    private const int FilteredItem = 3;

    private readonly DistributionScenario _scenario;
    private readonly DistributorHarness _harness;
    private readonly HashSet<long> _published = [];
    private readonly ModelReader[] _readers;
    private long _latest;

    private DistributionModel(DistributionScenario scenario)
    {
        _scenario = scenario;
        _harness = new DistributorHarness(new DistributionOptions
        {
            HistoryEvents = scenario.HistoryEvents,
            BufferEvents = scenario.BufferEvents,
            MaxBatch = scenario.MaxBatch,
        });
        _readers = [.. Enumerable.Range(0, 3).Select(_ => new ModelReader(this))];
    }

    public static void Run(DistributionScenario scenario)
    {
        var model = new DistributionModel(scenario);
        foreach (var step in scenario.Steps)
        {
            model.Do(step);
        }

        foreach (var reader in model._readers)
        {
            reader.ReadToTheEnd();
        }
    }

    public Subscription Subscribe(long position) => _harness.Subscribe(new StreamRequest
    {
        ResumeAfter = position,
        Epoch = DistributorHarness.Epoch,
        Snapshot = _scenario.Snapshot ? SnapshotPolicy.AfterGap : SnapshotPolicy.None,
        Filter = _scenario.Filtered ? new StreamFilter { Items = [new ItemKey { ItemHandle = FilteredItem }] } : null,
        Mode = _scenario.Mode,
        OnSlow = _scenario.OnSlow,
    });

    public StreamMode Mode => _scenario.Mode;

    public SlowPolicy OnSlow => _scenario.OnSlow;

    public long Latest => _latest;

    /// <summary>A snapshot after a gap also replaces the retained events, so the gap extends up to it.</summary>
    public bool HasSnapshots => _scenario.Snapshot;

    public long EvictedThrough => _harness.Distributor.EvictedThrough;

    /// <summary>The events of a span that a reader must get.</summary>
    public IEnumerable<long> Wanted(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(i => (long)i).Where(s => _published.Contains(s) && IsWanted(s));

    /// <summary>The sequence of the latest event of each item, up to a sequence.</summary>
    public IEnumerable<long> LatestPerItem(long asOf) => _published
        .Where(s => s <= asOf && IsWanted(s) && !IsCompletion(s)).GroupBy(ItemOf).Select(g => g.Max()).Order();

    public bool AnyPublished(long first, long last) => _published.Any(s => s >= first && s <= last);

    /// <summary>One in this many published events is never merged.</summary>
    public static bool IsCompletion(long sequence) => sequence % CompletionEvery == 0;

    public static long ItemOf(long sequence) => (sequence % Items) + 1;

    private bool IsWanted(long sequence) => !_scenario.Filtered || ItemOf(sequence) == FilteredItem;

    private void Do(DistributionStep step)
    {
        switch (step.Kind)
        {
            case DistributionStepKind.Publish:
                Publish(_latest + 1, step.Count);
                _published.UnionWith(Enumerable.Range((int)_latest + 1, step.Count).Select(i => (long)i));
                _latest += step.Count;
                break;
            case DistributionStepKind.Overwrite:
                _latest += step.Count;
                Publish(_latest + 1, 1);
                _published.Add(++_latest);
                break;
            case DistributionStepKind.Read:
                _readers[step.Reader].Read(step.Count);
                break;
            case DistributionStepKind.Drop:
                _readers[step.Reader].Drop();
                break;
            default:
                _harness.Clock.Advance(TimeSpan.FromMilliseconds(_harness.Options.IdleIntervalMs));
                _harness.Distributor.Tick();
                break;
        }
    }

    private void Publish(long first, int count) => _harness.PublishAll([.. Enumerable.Range(0, count).Select(i => first + i).Select(sequence =>
        IsCompletion(sequence) ? EncodedEvents.Completion(sequence, (int)ItemOf(sequence)) : EncodedEvents.Change(sequence, (int)ItemOf(sequence)))]);
}
