using System.Text.Json;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Shared.Tests.Goldens;

/// <summary>The page compares references as the gateway does; its tests read the same cases.</summary>
public sealed class ItemReferenceTests
{
    [Fact]
    public void A_reference_means_what_the_golden_cases_say()
    {
        var cases = JsonSerializer.Deserialize<Case[]>(Golden.Read("item-references.json"), JsonSerializerOptions.Web)!;
        Assert.All(cases, one => Assert.Equal(one.Meanings, ItemReference.MeaningsOf(one.Reference, one.Context)));
    }

    private sealed record Case(string Reference, string? Context, string[] Meanings);
}
