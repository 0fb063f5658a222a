using System.Net;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

/// <summary>Items are found by the .NET client and over HTTP, in the galaxy of a real simulator.</summary>
public sealed class FindItemsTests
{
    [Fact]
    public async Task A_reference_is_completed_and_the_plant_is_browsed()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var owner = gateway.Connect();
        using var script = await ScriptCaller.StartAsync(gateway, owner);

        var page = await owner.FindItemsAsync(script.Session.Id, new FindItemsRequest { Like = "tank101 level pv", Limit = 5 }).WithTimeout("the items");
        Assert.Equal(("Tank101.Level.PV", "Tank101", "Plant", MxDataType.Float, "%"), Described(Assert.Single(page.Items, item => item.Reference == "Tank101.Level.PV")));

        var (areas, found) = await script.GetAsync($"/api/items?session={script.Session.Id}&level=area");
        Assert.Equal((HttpStatusCode.OK, "Network"), (areas, found.GetProperty("items")[1].GetProperty("reference").GetString()));
        var objects = await owner.FindItemsAsync(script.Session.Id, new FindItemsRequest { Level = ItemLevel.Object, Area = "Network" }).WithTimeout("the objects");
        Assert.Equal(["Booster201", "Reservoir201"], objects.Items.Select(one => one.Reference));
        var (items, ofObject) = await script.GetAsync($"/api/items?session={script.Session.Id}&object=Reservoir201&limit=3");
        Assert.Equal((HttpStatusCode.OK, 3), (items, ofObject.GetProperty("items").GetArrayLength()));
        Assert.StartsWith("0:Reservoir201.", ofObject.GetProperty("next").GetString(), StringComparison.Ordinal);

        var (refused, problem) = await script.GetAsync($"/api/items?session={script.Session.Id}&limit=0");
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidArgument"), (refused, problem.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await script.GetAsync("/api/items?session=none")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await script.GetAsync("/api/items")).Status);
    }

    private static (string Reference, string? Object, string? Area, MxDataType? DataType, string? Unit) Described(FoundItem item) =>
        (item.Reference, item.Object, item.Area, item.DataType, item.Unit);
}
