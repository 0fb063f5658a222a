using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Client.Tests.Fakes;

/// <summary>Clients of the fake gateway that retry without waiting.</summary>
internal static class TestClient
{
    public const int Seed = 1;

    public static GatewayClientOptions Options(FakeGateway gateway, TimeProvider? time = null) => new()
    {
        Url = gateway.Url,
        TimeProvider = time ?? new SkippingTimeProvider(),
        Random = new Random(Seed),
    };

    public static GatewayClient Of(FakeGateway gateway, TimeProvider? time = null) => GatewayClient.Create(Options(gateway, time));

    /// <summary>Reads to the end of the stream.</summary>
    public static async Task<List<StreamItem>> ReadAllAsync(this IAsyncEnumerable<StreamItem> stream)
    {
        var items = new List<StreamItem>();
        var reading = Task.Run(async () =>
        {
            await foreach (var item in stream)
            {
                items.Add(item);
            }
        });
        await reading.WithTimeout("the stream to end");
        return items;
    }

    public static async Task<StreamItem> NextAsync(this IAsyncEnumerator<StreamItem> reader)
    {
        Assert.True(await reader.MoveNextAsync().WithTimeout("the next item"), "The stream ended early.");
        return reader.Current;
    }
}
