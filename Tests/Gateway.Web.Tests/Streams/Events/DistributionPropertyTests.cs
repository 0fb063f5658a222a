using FsCheck;
using FsCheck.Fluent;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class DistributionPropertyTests
{
    private const int Readers = 3;

    /// <summary>
    /// With random publishes, holes, reads, disconnections, resumes, history and channel sizes: each reader gets every sequence
    /// exactly once and in order, or a gap with correct bounds reports it. A conflating reader, by request or because it was
    /// slow, has the latest value of each item whenever it has read everything, every completion that the history held, and
    /// correct counts.
    /// </summary>
    [Fact]
    public void Every_reader_has_every_event_once_in_order_or_was_told_a_truthful_gap()
    {
        var property = Prop.ForAll(Scenarios().ToArbitrary(), scenario => DistributionModel.Run(scenario));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 400, soak: 20_000)), property);
    }

    private static Gen<DistributionScenario> Scenarios() =>
        from history in Gen.Choose(5, 150)
        from buffer in Gen.Choose(1, 60)
        from batch in Gen.Choose(1, 30)
        from snapshot in Gen.Elements(false, true)
        from filtered in Gen.Elements(false, true)
        from mode in Gen.Elements(StreamMode.Lossless, StreamMode.Conflate)
        from onSlow in Gen.Elements(SlowPolicy.End, SlowPolicy.Conflate)
        from steps in Gen.ListOf(Steps(), 80)
        select new DistributionScenario(history, buffer, batch, snapshot, filtered, mode, onSlow, [.. steps]);

    private static Gen<DistributionStep> Steps() => Gen.Frequency(
        (5, Gen.Choose(1, 25).Select(n => new DistributionStep(DistributionStepKind.Publish, 0, n))),
        (1, Gen.Choose(1, 10).Select(n => new DistributionStep(DistributionStepKind.Overwrite, 0, n))),
        (6, from reader in Gen.Choose(0, Readers - 1) from n in Gen.Choose(1, 12) select new DistributionStep(DistributionStepKind.Read, reader, n)),
        (1, Gen.Choose(0, Readers - 1).Select(reader => new DistributionStep(DistributionStepKind.Drop, reader, 0))),
        (1, Gen.Constant(new DistributionStep(DistributionStepKind.Idle, 0, 0))));
}
