using FsCheck;
using FsCheck.Fluent;
using Gateway.Testing;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Tests.Access.Items;

[Trait("Size", "Long")]
public sealed class ItemGlobTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "Tank101.Level.PV", true)]
    [InlineData("tank101.*", "Tank101.Level.PV", true)]
    [InlineData("Tank10?.*", "Tank101.Level", true)]
    [InlineData("Tank10?.*", "Tank10.Level", false)]
    [InlineData("*.PV", "Tank101.Level.PV.X", false)]
    [InlineData("*a*b", "xaxbxb", true)]
    [InlineData("Tank101", "Tank101.Level", false)]
    public void Globs_match(string glob, string reference, bool expected) => Assert.Equal(expected, ItemGlob.Matches(glob, reference));

    [Theory]
    [InlineData("*", "Tank*", true)]
    [InlineData("Tank*", "*", false)]
    [InlineData("Tank*", "tank101.?", true)]
    [InlineData("Tank?01", "Tank*01", false)]
    [InlineData("?*", "*?", true)]
    [InlineData("T*.PV", "Tank*.Level.PV", true)]
    [InlineData("T*.PV", "Tank*", false)]
    [InlineData("??", "*", false)]
    public void Globs_contain(string wider, string narrower, bool expected) => Assert.Equal(expected, ItemGlob.Contains(wider, narrower));

    [Fact]
    public void What_a_contained_glob_matches_is_matched_by_the_wider_one()
    {
        var globs = Texts("ab.*?", 6);
        var property = Prop.ForAll(
            (from wider in globs from narrower in globs from text in Texts("aB.x", 7) select (wider, narrower, text)).ToArbitrary(),
            pair => !ItemGlob.Contains(pair.wider, pair.narrower) || !ItemGlob.Matches(pair.narrower, pair.text) || ItemGlob.Matches(pair.wider, pair.text));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(quick: 20_000, soak: 500_000)), property);
    }

    [Fact]
    public void Each_glob_contains_itself() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Texts("ab.*?", 8).ToArbitrary(), glob => ItemGlob.Contains(glob, glob)));

    [Theory]
    [InlineData("Level.PV", "Tank101", false)]
    [InlineData("Tank101.Level.PV", "Tank101", true)]
    [InlineData("Me.Level", "Tank101", true)]
    [InlineData("me", "Tank101.A", true)]
    [InlineData("MyContainer.Tank101", "Tank101", false)]
    [InlineData("Tank101.Level", "Secret", false)]
    [InlineData("Tank101.Level", " ", true)]
    public void An_item_with_a_context_is_allowed_when_all_it_may_mean_is(string reference, string context, bool expected) =>
        Assert.Equal(expected, new ItemGlobSet(["Tank101.*"]).Allow(reference, context));

    private static Gen<string> Texts(string alphabet, int length) =>
        from characters in Gen.ListOf(Gen.Elements<char>(alphabet.ToCharArray()), length)
        from cut in Gen.Choose(1, length)
        select new string([.. characters.Take(cut)]);
}
