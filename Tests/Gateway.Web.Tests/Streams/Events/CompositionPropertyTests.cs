using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class CompositionPropertyTests
{
    /// <summary>
    /// With random events, batches, filters, modes, rights, snapshots, disconnections, resumes and changes of the running stream:
    /// what arrives is the lossless sequence after the filter, whatever the batches were. A conflated stream delivers a part of
    /// it in the same order, with the same last value of each item. Both protocols deliver the same.
    /// </summary>
    [Fact]
    public void Resume_filter_mode_snapshot_access_and_protocol_compose()
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new CompositionRun(seed).Run());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 300, soak: 20_000)), property);
    }
}
