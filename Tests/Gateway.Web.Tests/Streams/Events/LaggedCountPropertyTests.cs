using FsCheck;
using FsCheck.Fluent;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class LaggedCountPropertyTests
{
    /// <summary>
    /// A conflating reader with random batches, holes, evictions and disconnections, also between a count and its events:
    /// delivered, merged and dropped events and those that gaps report are together exactly the sequences that it passed.
    /// </summary>
    [Fact]
    public void Counts_agree_to_the_unit_over_any_number_of_drops()
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new Run(seed).Check());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 300, soak: 20_000)), property);
    }

    private sealed class Run
    {
        private readonly Random _random;
        private readonly DistributorHarness _harness;
        private readonly int _items;
        private Subscription _subscription;
        private LaggedItem? _lagged;
        private long _published;
        private long _position;
        private long _accounted;

        public Run(int seed)
        {
            _random = new Random(seed);
            _items = _random.Next(1, 60);
            _harness = new DistributorHarness(new DistributionOptions { HistoryEvents = _random.Next(1, 80), MaxBatch = _random.Next(1, 20) });
            _subscription = Subscribe();
        }

        public void Check()
        {
            for (var step = 0; step < 80; step++)
            {
                Step();
            }

            while (ReadOne())
            {
            }

            Assert.Equal(_published, _position);
            Assert.Equal(_position, _accounted);
        }

        private void Step()
        {
            switch (_random.Next(8))
            {
                case < 3:
                    // Sometimes the worker's ring has lost events before this batch.
                    _published += _random.Next(10) == 0 ? _random.Next(1, 30) : 0;
                    var count = _random.Next(1, 40);
                    _harness.Publish(_published + 1, count, _items);
                    _published += count;
                    break;
                case < 7:
                    for (var n = _random.Next(1, 4); n > 0 && ReadOne(); n--)
                    {
                    }

                    break;
                default:
                    _subscription.Dispose();
                    _lagged = null;
                    _subscription = Subscribe();
                    break;
            }
        }

        private Subscription Subscribe() => _harness.Subscribe(new StreamRequest
        {
            Mode = StreamMode.Conflate,
            ResumeAfter = _position,
            Epoch = DistributorHarness.Epoch,
        });

        private bool ReadOne()
        {
            switch (_subscription.TryNext())
            {
                case null:
                    return false;
                case LaggedItem lagged:
                    Assert.Null(_lagged);
                    _lagged = lagged;
                    break;
                case OutgoingEvents events:
                    _accounted += events.Count + (_lagged?.Conflated ?? 0) + (_lagged?.Dropped ?? 0);
                    (_lagged, _position) = (null, events.Last);
                    // Checked for each item and not only at the end, because each item accounts for its own span.
                    Assert.Equal(_position, _accounted);
                    break;
                case GapItem gap:
                    Assert.Null(_lagged);
                    _accounted += gap.Missed!.Value;
                    _position = gap.Oldest - 1;
                    Assert.Equal(_position, _accounted);
                    break;
            }

            return true;
        }
    }
}
