using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Feed;

[Trait("Size", "Long")]
public sealed class FeedPropertyTests
{
    private const int Readers = 3;

    /// <summary>
    /// With random appends, retention, restarts in order and after a kill, lost tails, disconnections and resumes: each reader
    /// gets every change of its numbering once and in order, or a reset with the right reason and bounds.
    /// </summary>
    [Fact]
    public void Every_reader_has_every_change_once_in_order_or_was_told_to_take_stock()
    {
        var property = Prop.ForAll(Scenarios().ToArbitrary(), steps => FeedModel.Run(steps, Readers));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 40, soak: 2_000)), property);
    }

    private static Gen<FeedStep[]> Scenarios() => from steps in Gen.ListOf(Steps(), 60) select steps.ToArray();

    private static Gen<FeedStep> Steps() => Gen.Frequency(
        (6, Gen.Choose(1, 40).Select(n => new FeedStep(FeedStepKind.Append, 0, n))),
        (8, from reader in Gen.Choose(0, Readers - 1) from n in Gen.Choose(1, 6) select new FeedStep(FeedStepKind.Read, reader, n)),
        (2, from reader in Gen.Choose(0, Readers - 1) from way in Gen.Choose(0, 3) select new FeedStep(FeedStepKind.Resume, reader, way)),
        (2, Gen.Choose(1, 60).Select(n => new FeedStep(FeedStepKind.Prune, 0, n))),
        (1, Gen.Constant(new FeedStep(FeedStepKind.Restart, 0, 0))),
        (1, Gen.Constant(new FeedStep(FeedStepKind.Kill, 0, 0))),
        (1, Gen.Constant(new FeedStep(FeedStepKind.LoseTail, 0, 0))));
}
