using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Front.Hubs.Sockets;
using Gateway.Web.Front.Hubs.Stopping;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Tests.Front.Hubs.Sockets;

/// <summary>A request that becomes a WebSocket lives as long as the connection, so it must not keep what is no longer needed.</summary>
public sealed class RequestMemoryTests
{
    [Fact]
    public async Task An_authenticated_request_keeps_its_caller_and_neither_claims_nor_the_token()
    {
        await using var host = await GatewayHost.StartAsync();
        var token = await host.MintAsync("ada", Scopes.OpenSessions, Scopes.ReadSessions);
        var result = await host.Get<BearerTokenHandler>().ValidateTokenAsync(token.Token.Token, new TokenValidationParameters()).WithTimeout("the validation");

        var identity = Assert.IsType<CallerIdentity>(result.ClaimsIdentity);
        Assert.True(identity.IsAuthenticated);
        Assert.Empty(identity.Claims);
        Assert.Equal("ada", identity.Caller.Subject);
        Assert.Equal([Scopes.OpenSessions, Scopes.ReadSessions], identity.Caller.Scopes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_request_with_a_WebSocket_keeps_no_token_in_its_headers()
    {
        string? kept = "nothing was asked";
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<ConnectionRegistry>();
        await using var app = builder.Build();
        app.Map("/hub", (RequestDelegate)(async context =>
        {
            kept = context.Request.Headers.Authorization;
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
        })).ShowAcceptedSocket(app);
        await app.StartAsync(Patience.Token).WithTimeout("the start");
        var client = app.GetTestServer().CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = "Bearer secret";
        using var connected = await client.ConnectAsync(new Uri("ws://localhost/hub"), Patience.Token).WithTimeout("a WebSocket");

        Assert.Null(kept);
        await app.StopAsync(Patience.Token).WithTimeout("the stop");
    }
}
