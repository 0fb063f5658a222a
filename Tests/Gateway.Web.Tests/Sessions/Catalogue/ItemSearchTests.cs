using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Sessions.Catalogue;

namespace Gateway.Web.Tests.Sessions.Catalogue;

public sealed class ItemSearchTests
{
    private static readonly KnownGalaxy Plant = new(
    [
        ObjectOf("Tank101", "Plant", "Raw water tank", "Level.PV", "Level.SP", "Contents"),
        ObjectOf("Tank102", "Plant", "Settling tank", "Level.PV"),
        ObjectOf("OldTank", "Store", null, "Level.PV"),
        new KnownObject("Unread") { Area = "Store" },
        ObjectOf("Free", null, null, "PV"),
    ]);

    [Theory]
    [InlineData(null, "Free.PV OldTank.Level.PV Tank101.Contents Tank101.Level.PV Tank101.Level.SP Tank102.Level.PV")]
    [InlineData("  ", "Free.PV OldTank.Level.PV Tank101.Contents Tank101.Level.PV Tank101.Level.SP Tank102.Level.PV")]
    [InlineData("tank", "Tank101.Contents Tank101.Level.PV Tank101.Level.SP Tank102.Level.PV OldTank.Level.PV")]
    [InlineData("level 101", "Tank101.Level.PV Tank101.Level.SP")]
    [InlineData("raw PV", "Tank101.Level.PV")]
    [InlineData("*.level.pv", "OldTank.Level.PV Tank101.Level.PV Tank102.Level.PV")]
    [InlineData("Tank10?.Contents", "Tank101.Contents")]
    [InlineData("nothing like it", "")]
    public void Words_and_globs_find_items_and_what_begins_with_the_word_comes_first(string? like, string expected) =>
        Assert.Equal(expected, string.Join(' ', Items(new FindItemsRequest { Like = like })));

    [Fact]
    public void Areas_lead_to_objects_and_objects_to_items()
    {
        var areas = Search(new FindItemsRequest()).FindAreas().Entries;
        Assert.Equal([("", 1), ("Plant", 2), ("Store", 2)], areas.Select(area => (area.Reference, area.Count!.Value)));
        Assert.Equal(["Tank101", "Tank102"], Search(new FindItemsRequest { Area = "plant" }).FindObjects().Entries.Select(one => one.Name));
        Assert.Equal(["Free"], Search(new FindItemsRequest { Area = "" }).FindObjects().Entries.Select(one => one.Name));
        Assert.Equal(["Tank102.Level.PV"], Items(new FindItemsRequest { Object = "TANK102" }));
        Assert.Empty(Items(new FindItemsRequest { Object = "Tank102", Area = "Store" }));
    }

    [Fact]
    public void Objects_are_found_by_their_description_too() =>
        Assert.Equal(["Tank102"], Search(new FindItemsRequest { Like = "settling" }).FindObjects().Entries.Select(one => one.Name));

    [Theory]
    [InlineData(null)]
    [InlineData("tank")]
    [InlineData("*PV*")]
    public void Pages_joined_are_the_whole_and_each_has_the_total(string? like)
    {
        var whole = Items(new FindItemsRequest { Like = like });
        var joined = new List<string>();
        string? after = null;
        do
        {
            var (entries, next, total) = Search(new FindItemsRequest { Like = like, Limit = 2, After = after }).FindItems();
            Assert.InRange(entries.Count, 1, 2);
            Assert.Equal(whole.Count, total);
            joined.AddRange(entries.Select(place => place.Item.Reference));
            after = next;
        }
        while (after is not null && joined.Count <= whole.Count);

        Assert.Equal(whole, joined);
    }

    [Fact]
    public void Who_may_read_some_items_finds_these_and_the_objects_and_areas_that_have_them()
    {
        var some = new ItemGlobSet(["Tank101.Level.*"]);
        Assert.Equal(["Tank101.Level.PV", "Tank101.Level.SP"], Items(new FindItemsRequest(), some));
        Assert.Equal(["Tank101"], Search(new FindItemsRequest(), some).FindObjects().Entries.Select(one => one.Name));
        Assert.Equal([("Plant", 1)], Search(new FindItemsRequest(), some).FindAreas().Entries.Select(area => (area.Reference, area.Count!.Value)));
        Assert.Equal(2, Search(new FindItemsRequest(), some).CountOf(Plant.Find("Tank101")!));
        Assert.Equal(0, Search(new FindItemsRequest(), some).UnreadObjects);
    }

    [Fact]
    public void An_array_is_found_by_who_may_read_it_as_a_whole()
    {
        var array = new KnownGalaxy([new KnownObject("T") { ReadAt = 1, Items = new Dictionary<string, KnownAttribute> { ["T.A"] = new("T.A") { IsArray = true } } }]);
        Assert.Empty(new ItemSearch([array], new FindItemsRequest(), new ItemGlobSet(["T.A"])).FindItems().Entries);
        Assert.Single(new ItemSearch([array], new FindItemsRequest(), new ItemGlobSet(["T.A[]"])).FindItems().Entries);
    }

    [Fact]
    public void Objects_whose_attributes_are_not_known_are_counted()
    {
        Assert.Equal(1, Search(new FindItemsRequest()).UnreadObjects);
        Assert.Equal(0, Search(new FindItemsRequest { Area = "Plant" }).UnreadObjects);
        Assert.Null(Search(new FindItemsRequest()).CountOf(Plant.Find("Unread")!));
    }

    [Fact]
    public void Items_of_several_galaxies_come_in_one_order()
    {
        var other = new KnownGalaxy([ObjectOf("Ladle", null, null, "PV"), ObjectOf("Zone", null, null, "PV")]);
        var found = new ItemSearch([Plant, other], new FindItemsRequest { Like = "*.PV" }, null).FindItems().Entries.Select(place => place.Item.Reference).ToArray();
        Assert.Equal(found.Order(StringComparer.OrdinalIgnoreCase), found);
        Assert.Equal(6, found.Length);
    }

    [Theory]
    [InlineData("like", 257)]
    [InlineData("area", 257)]
    [InlineData("object", 257)]
    [InlineData("after", 2_000)]
    public void What_is_too_long_is_refused(string member, int length)
    {
        var text = new string('x', length);
        var request = new FindItemsRequest
        {
            Like = member == "like" ? text : null,
            Area = member == "area" ? text : null,
            Object = member == "object" ? text : null,
            After = member == "after" ? "0:" + text : null,
        };
        Refused(request, member);
    }

    [Fact]
    public void What_is_no_request_is_refused()
    {
        Refused(new FindItemsRequest { Limit = 0 }, "limit");
        Refused(new FindItemsRequest { Limit = 1_001 }, "limit");
        Refused(new FindItemsRequest { Level = (ItemLevel)9 }, "level");
        Refused(new FindItemsRequest { Object = "Tank*" }, "object");
        Refused(new FindItemsRequest { Like = "a\0b" }, "like");
        Refused(new FindItemsRequest { After = "Tank101" }, "after");
    }

    private static void Refused(FindItemsRequest request, string member)
    {
        var error = Assert.Throws<GatewayException>(() =>
        {
            FindItemsValidator.Check(request);
            Items(request);
        });
        Assert.Equal(GatewayErrorCode.InvalidArgument, error.Code);
        Assert.Contains(member, error.Message, StringComparison.Ordinal);
    }

    private static List<string> Items(FindItemsRequest request, ItemGlobSet? readable = null) => [.. Search(request, readable).FindItems().Entries.Select(place => place.Item.Reference)];

    private static ItemSearch Search(FindItemsRequest request, ItemGlobSet? readable = null) => new([Plant, KnownGalaxy.Empty], request, readable);

    private static KnownObject ObjectOf(string name, string? area, string? description, params string[] attributes) =>
        new KnownObject(name) { Area = area, Description = description }.With(attributes, 1);
}
