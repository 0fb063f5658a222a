using Gateway.Client;
using Gateway.Contracts;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Clients that exceed the limit, such as Microsoft's own.</summary>
public sealed class MessageLimitTests : IAsyncLifetime
{
    private const int Limit = 64 * 1024;

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync(("Gateway:Hub:MaxMessageBytes", $"{Limit}"));

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task A_message_beyond_the_limit_closes_the_connection_with_its_reason_and_one_line_in_the_log()
    {
        var token = (await _host.MintAsync(AccessCallers.Request("admin", null))).Token.Token;
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(_host.Address, HubContract.Path), HttpTransportType.WebSockets, http =>
            {
                http.SkipNegotiation = true;
                http.AccessTokenProvider = () => Task.FromResult<string?>(token);
            })
            .AddJsonProtocol(json => GatewayJson.Configure(json.PayloadSerializerOptions))
            .Build();
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        await connection.StartAsync(Patience.Token).WithTimeout("a connection");
        Assert.Equal(Limit, (await connection.InvokeAsync<HubLimits>(HubContract.GetLimits, Patience.Token).WithTimeout("the limits")).MaxMessageBytes);

        await Assert.ThrowsAnyAsync<Exception>(() => connection.InvokeAsync<SessionInfo>(HubContract.GetSession, new string('x', Limit), Patience.Token).WithTimeout("the call's end"));
        Assert.Contains("65536 bytes", (await closed.Task.WithTimeout("the close"))?.Message, StringComparison.Ordinal);
        // The client sees the end of the connection before the gateway logs it.
        await Eventually.Async(() => LinesOfLimit().Any(), "the line in the log");
        var line = Assert.Single(LinesOfLimit());
        Assert.StartsWith("Warning ", line, StringComparison.Ordinal);
        Assert.Contains("Gateway:Hub:MaxMessageBytes", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GatewayHubProtocol.MessagePack)]
    [InlineData(GatewayHubProtocol.Json)]
    public async Task Our_client_refuses_it_before_and_its_connection_goes_on(GatewayHubProtocol protocol)
    {
        var token = (await _host.MintAsync(AccessCallers.Request("admin", null))).Token.Token;
        await using var client = GatewayClient.Create(new GatewayClientOptions
        {
            Url = _host.Address,
            Protocol = protocol,
            TokenProvider = _ => new ValueTask<string?>(token),
        });
        var error = await Assert.ThrowsAsync<Errors.GatewayException>(() => client.GetSessionAsync(new string('x', Limit)).WithTimeout("the refusal"));
        Assert.Equal(Errors.GatewayErrorCode.InvalidArgument, error.Code);
        // A message that just fits reaches the gateway.
        error = await Assert.ThrowsAsync<Errors.GatewayException>(() => client.GetSessionAsync(new string('x', Limit - 200)).WithTimeout("the answer"));
        Assert.Equal(Errors.GatewayErrorCode.SessionNotFound, error.Code);
        Assert.Empty(LinesOfLimit());
    }

    private IEnumerable<string> LinesOfLimit() => _host.Logs.Lines.Where(line => line.Contains($"{Limit}", StringComparison.Ordinal));
}
