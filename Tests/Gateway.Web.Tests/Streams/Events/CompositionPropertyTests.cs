using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class CompositionPropertyTests
{
    /// <summary>
    /// Over random events, batches, filters, modes, rights, snapshots, drops, resumes and changes on the running stream: what
    /// arrives is what the filter makes of the lossless sequence, whatever the batches were; conflated, it is a part of that in its
    /// order, with the same last value of each item; and both protocols say the same.
    /// </summary>
    [Fact]
    public void Resume_filter_mode_snapshot_access_and_protocol_compose()
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new CompositionRun(seed).Run());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 300, soak: 20_000)), property);
    }
}
