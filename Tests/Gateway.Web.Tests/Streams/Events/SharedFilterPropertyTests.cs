using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class SharedFilterPropertyTests
{
    /// <summary>
    /// With random events, batches, filters, rights, positions within a batch, batch limits, changes of the running stream, and
    /// handles that stand for another item, also from a sequence in the past: each of several readers of a session gets item for
    /// item what it gets as the only reader of a session.
    /// </summary>
    [Fact]
    public void A_shared_filter_gives_exactly_what_a_private_one_gives()
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new SharedFilterRun(seed).Run());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 200, soak: 20_000)), property);
    }
}
