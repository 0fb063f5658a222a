using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Client.Tests;

/// <summary>What a program that starts again finds in the gateway.</summary>
public sealed class NamedSessionTests
{
    [Fact]
    public async Task The_session_of_a_name_and_tag_is_found_or_opened()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        var request = new OpenSessionRequest { Name = "historian", SessionTag = "line-1", ClientIdentity = "me" };
        plant.AddSession("historian");
        plant.AddSession("other", "line-1");

        var opened = await client.FindOrOpenSessionAsync(request).WithTimeout("the session");
        var found = await client.FindOrOpenSessionAsync(request).WithTimeout("the session");

        Assert.Equal(("s3", "s3"), (opened.Id, found.Id));
        Assert.Equal(3, plant.Open.Count);
        await Assert.ThrowsAsync<ArgumentException>(() => client.FindOrOpenSessionAsync(new OpenSessionRequest()).WithTimeout("the refusal"));
    }

    [Fact]
    public async Task Only_what_a_registration_lacks_is_added_and_each_reference_has_a_result()
    {
        await using var plant = await LivePlant.StartAsync();
        await using var client = TestClient.Of(plant.Gateway);
        var session = client.Session("s1");

        var first = await session.SubscribeMissingAsync("historian", ["A", LivePlant.Forbidden]).WithTimeout("the first run");
        var second = await session.SubscribeMissingAsync("historian", ["B", " a ", LivePlant.Forbidden, "b"]).WithTimeout("the second run");
        var other = await session.SubscribeMissingAsync("other", ["A"]).WithTimeout("another program");

        Assert.Equal([(1, 0), (null, -1)], first.Select(result => (result.ItemHandle, result.Hresult)));
        Assert.Equal(["B", " a ", LivePlant.Forbidden, "b"], second.Select(result => result.ItemDefinition));
        Assert.Equal([2, 1, null, 2], second.Select(result => result.ItemHandle));
        Assert.Equal(3, Assert.Single(other).ItemHandle);
        Assert.Equal(["historian", "other"], plant.Servers.Select(server => server.ClientName));
        var refused = await session.SubscribeMissingAsync("historian", [LivePlant.Forbidden]).WithTimeout("what is refused as a whole");
        Assert.True(refused[0] is { Hresult: < 0, Diagnostic: "Not for you." });
    }
}
