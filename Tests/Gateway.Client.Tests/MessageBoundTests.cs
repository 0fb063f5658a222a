using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.Client.Tests;

public sealed class MessageBoundTests
{
    private const int Limit = 64 * 1024;

    [Theory]
    [InlineData(GatewayHubProtocol.MessagePack)]
    [InlineData(GatewayHubProtocol.Json)]
    public async Task A_command_beyond_the_limit_is_refused_unsent_and_one_below_it_passes(GatewayHubProtocol protocol)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.MaxMessageBytes = Limit;
        await using var client = Client(gateway, protocol);
        var session = client.Session("s1");

        var error = await Assert.ThrowsAsync<GatewayException>(() => session.InvokeAsync(Write(Limit)).WithTimeout("the refusal"));
        Assert.Equal((GatewayErrorCode.InvalidArgument, ErrorDuty.GiveUp), (error.Code, error.Duty));
        Assert.Contains("65536", error.Message, StringComparison.Ordinal);
        Assert.Empty(gateway.Commands);
        await session.InvokeAsync(Write(Limit - 1_000)).WithTimeout("the reply");
        Assert.Equal(Limit, (await client.GetLimitsAsync().WithTimeout("the limits")).MaxMessageBytes);
        Assert.Single(gateway.Authorizations);
    }

    [Fact]
    public async Task A_stream_whose_request_is_beyond_the_limit_ends_and_one_below_it_runs()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.MaxMessageBytes = Limit;
        gateway.OnStream = _ => new[] { Items.Started(0) }.ToAsyncEnumerable();
        await using var client = Client(gateway, GatewayHubProtocol.MessagePack);

        var error = await Assert.ThrowsAsync<GatewayException>(() => FirstAsync(client, Limit));
        Assert.Equal(GatewayErrorCode.InvalidArgument, error.Code);
        Assert.IsType<StartedItem>(await FirstAsync(client, Limit / 2));
        Assert.Single(gateway.Authorizations);
    }

    [Fact]
    public async Task A_gateway_that_tells_no_limit_is_sent_what_there_is()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var client = Client(gateway, GatewayHubProtocol.MessagePack);
        await client.Session("s1").InvokeAsync(Write(100_000)).WithTimeout("the reply");
        Assert.Single(gateway.Commands);
    }

    private static async Task<StreamItem?> FirstAsync(GatewayClient client, int length)
    {
        var request = new StreamRequest { Filter = new StreamFilter { References = [new string('x', length)] } };
        await using var reader = client.Session("s1").EventsAsync(request).GetAsyncEnumerator();
        return await reader.MoveNextAsync().AsTask().WithTimeout("the first item") ? reader.Current : null;
    }

    private static MxCommand Write(int length) => new() { Method = MxMethod.Write, Value = MxValue.FromString(new string('x', length)) };

    private static GatewayClient Client(FakeGateway gateway, GatewayHubProtocol protocol) =>
        GatewayClient.Create(new GatewayClientOptions { Url = gateway.Url, Protocol = protocol });
}
