using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;

namespace Gateway.Web.Tests.Streams.Events;

[Trait("Size", "Long")]
public sealed class RestingReaderPropertyTests
{
    /// <summary>
    /// Over random filters, rights, batches, items that are added, removed and added again, changes on the running stream, and readers
    /// that come and go: a session that lets readers rest gives each of them what a session gives that asks each about each batch.
    /// </summary>
    [Fact]
    public void Readers_that_rest_get_what_readers_get_that_are_asked_about_each_batch()
    {
        var skips = 0;
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => skips += new RestingReaderRun(seed).Run());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 200, soak: 20_000)), property);
        Assert.True(skips > 0, "every reader was asked about every batch");
    }
}
