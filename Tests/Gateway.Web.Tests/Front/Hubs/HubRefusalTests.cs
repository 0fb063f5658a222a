using System.Text;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Calls that no client library makes, and their answers.</summary>
public sealed class HubRefusalTests : IAsyncLifetime
{
    private HubHost _host = null!;
    private HubCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _host = await HubHost.StartAsync();
        _caller = await _host.ConnectAsync("ada", Scopes.OpenSessions, Scopes.ReadSessions);
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("{\"type\":1,\"invocationId\":\"x\",\"target\":\"ListSessions\",\"arguments\":[],\"streamIds\":[\"1\"]}", "stream")]
    [InlineData("{\"type\":1,\"invocationId\":\"x\",\"target\":\"a[b\",\"arguments\":[]}", "no such method")]
    [InlineData("{\"type\":1,\"invocationId\":\"x\",\"target\":\"GetSession\",\"arguments\":[]}", "GetSession: it takes 1 arguments")]
    [InlineData("{\"type\":4,\"invocationId\":\"x\",\"target\":\"StreamSession\",\"arguments\":[\"s\",{\"mode\":\"fast\"}]}", "argument 2 is not a valid StreamRequest, at $.mode")]
    [InlineData("{\"type\":1,\"invocationId\":\"x\",\"target\":\"OpenSession\",\"arguments\":[{\"sessiontags\":\"north\"}]}", "argument 1 is not a valid OpenSessionRequest, at $.sessiontags")]
    public async Task A_mistake_of_the_client_is_an_invalid_argument_and_says_which(string message, string expected)
    {
        _caller.Send(Encoding.UTF8.GetBytes(message));
        Assert.NotNull(await _caller.InvokeAsync(HubContract.ListSessions));
        var error = GatewayException.FromWireMessage(Assert.Single(_caller.Errors))!;
        Assert.Equal(GatewayErrorCode.InvalidArgument, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_is_absent_in_a_request()
    {
        var session = await _host.OpenAsync("ada");
        var id = session.Identity.SessionId;
        _caller.Send(Encoding.UTF8.GetBytes(
            $$"""{"type":4,"invocationId":"x","target":"StreamSession","arguments":["{{id}}",{"mode":null,"snapshot":null,"onSlow":null,"filter":null,"maxBatch":null}]}"""));
        Assert.Equal("started", (await _caller.Items.ReadAsync().WithTimeout("the stream")).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_call_with_the_id_of_a_running_one_ends_the_connection_and_the_id_of_an_ended_one_does_not()
    {
        const string List = "{\"type\":1,\"invocationId\":\"x\",\"target\":\"ListSessions\",\"arguments\":[]}";
        _caller.Send(Encoding.UTF8.GetBytes(List));
        Assert.NotNull(await _caller.InvokeAsync(HubContract.ListSessions));
        _caller.Send(Encoding.UTF8.GetBytes(List));
        Assert.NotNull(await _caller.InvokeAsync(HubContract.ListSessions));
        var session = await _host.OpenAsync("ada");
        var stream = Encoding.UTF8.GetBytes($$"""{"type":4,"invocationId":"s","target":"StreamSession","arguments":["{{session.Identity.SessionId}}",{}]}""");
        _caller.Send(stream);
        await _caller.Items.ReadAsync().WithTimeout("the stream");
        _caller.Send(stream);
        await _caller.Closed.WithTimeout("the end of the connection");
    }
}
