using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Front.Hubs;

/// <summary>Microsoft's client where WebSockets are blocked.</summary>
public sealed class OtherTransportTests
{
    [Theory]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_caller_has_the_same_rights_and_limits_and_no_log_has_the_token(HttpTransportType transport)
    {
        await using var host = await WebHost.StartAsync(null);
        var token = host.Issue(Scopes.ReadSessions);
        await using var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(host.Address, $"{HubContract.Path}?access_token={token}"), transport)
            .Build();
        await connection.StartAsync(Patience.Token).WithTimeout("the connection");

        Assert.Equal(1024 * 1024, (await connection.InvokeAsync<HubLimits>(HubContract.GetLimits, Patience.Token).WithTimeout("the limits")).MaxMessageBytes);
        await RefusedAsync(connection, "[Forbidden]", HubContract.OpenSession, new OpenSessionRequest());
        // Longer than other requests may be, and not longer than a message may be.
        await RefusedAsync(connection, "[SessionNotFound]", HubContract.GetSession, new string('x', 500_000));
        await connection.StopAsync(Patience.Token).WithTimeout("the end of the connection");

        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(token.Split('.')[1][..20], StringComparison.Ordinal));
    }

    private static async Task RefusedAsync(HubConnection connection, string code, string method, object argument)
    {
        var error = await Assert.ThrowsAsync<HubException>(() => connection.InvokeCoreAsync<SessionInfo>(method, [argument], Patience.Token).WithTimeout(method));
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
    }
}
