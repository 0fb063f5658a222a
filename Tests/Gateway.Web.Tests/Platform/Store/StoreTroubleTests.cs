using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Tests.Platform.Store;

/// <summary>The effects that clients and operators see while another process holds a write transaction on the store.</summary>
public sealed class StoreTroubleTests : IAsyncLifetime
{
    private GatewayHost _host = null!;
    private string _admin = "";
    private HubConnection _client = null!;

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(("Gateway:Store:BusyTimeoutSeconds", "1"));
        _admin = (await WhenFreeAsync(() => _host.MintAsync("root", Scopes.Admin))).Token.Token;
        _client = await _host.ConnectAsync(_admin);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task What_needs_the_store_is_refused_with_the_duty_to_try_again_and_nothing_is_half_done()
    {
        await using (await HoldAsync())
        {
            var refused = await Assert.ThrowsAsync<HubException>(OpenAsync);
            var error = GatewayException.FromWireMessage(refused.Message)!;
            Assert.Equal((GatewayErrorCode.StoreUnavailable, ErrorDuty.RetryWithResume, true), (error.Code, error.Duty, error.RetryAfterMs > 0));
            Assert.Empty(_host.Get<SessionManager>().All);

            using var response = await MintAsync();
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Patience.Token);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "StoreUnavailable"), (response.StatusCode, problem.GetProperty("code").GetString()));
            Assert.True(problem.GetProperty("retryAfterMs").GetInt32() > 0);
        }

        await Eventually.Async(
            async () =>
            {
                using var minted = await MintAsync();
                Assert.True(minted.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{minted.StatusCode}");
                return minted.StatusCode == HttpStatusCode.Created;
            },
            "the store to be free");
        using var tokens = await _host.SendAsync(_admin, HttpMethod.Get, "/api/tokens?subject=eve");
        Assert.Single((await tokens.Content.ReadFromJsonAsync<JsonElement>(Patience.Token)).GetProperty("items").EnumerateArray());
        await WhenFreeAsync(OpenAsync);
    }

    [Fact]
    public async Task A_session_that_is_closed_is_told_as_closed_and_the_entry_of_the_trail_comes_when_the_store_does()
    {
        var session = await WhenFreeAsync(OpenAsync);
        await using (await HoldAsync())
        {
            var closed = await _client.InvokeAsync<SessionInfo>(HubContract.CloseSession, session.SessionId, Patience.Token).WithTimeout("the close");
            Assert.Equal(SessionState.Closed, closed.State);
        }

        await Eventually.Async(
            async () =>
            {
                using var response = await _host.SendAsync(_admin, HttpMethod.Get, "/api/audit");
                return (await response.Content.ReadAsStringAsync(Patience.Token)).Contains(AuditActions.SessionClosed, StringComparison.Ordinal);
            },
            "the entry in the trail");
    }

    [Fact]
    public async Task Readiness_is_degraded_while_the_store_takes_no_write_and_healthy_again_after_that()
    {
        await Eventually.Async(async () => await StoreHealthAsync() == "healthy", "the store to be healthy");
        await using (await HoldAsync())
        {
            await Eventually.Async(async () => await StoreHealthAsync() == "degraded", "the store to be degraded");
        }

        await Eventually.Async(async () => await StoreHealthAsync() == "healthy", "the store to be healthy again");
    }

    // The gateway's own writes, at its start and for its trail, may hold up others for more than the short time-out of these tests.
    private static async Task<T> WhenFreeAsync<T>(Func<Task<T>> write)
        where T : class
    {
        T? written = null;
        await Eventually.Async(
            async () =>
            {
                try
                {
                    written = await write();
                    return true;
                }
                catch (Exception error) when ((error as GatewayException ?? GatewayException.FromWireMessage(error.Message))?.Code == GatewayErrorCode.StoreUnavailable)
                {
                    return false;
                }
            },
            "the store to be free");
        return written!;
    }

    private Task<SessionInfo> OpenAsync() =>
        _client.InvokeAsync<SessionInfo>(HubContract.OpenSession, new OpenSessionRequest(), Patience.Token).WithTimeout("the answer");

    private Task<HttpResponseMessage> MintAsync() =>
        _host.SendAsync(_admin, HttpMethod.Post, "/api/tokens", new { subject = "eve", scopes = new[] { Scopes.ReadFeed } });

    private async Task<string?> StoreHealthAsync()
    {
        using var response = await _host.SendAsync(null, HttpMethod.Get, "/health/ready");
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Patience.Token)).GetProperty("checks").GetProperty("store").GetString();
    }

    // Holds a write transaction, as another process would, until the returned object is disposed.
    private async Task<SqliteConnection> HoldAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_host.Root, ".data", "gateway.db")};Pooling=False");
        await connection.OpenAsync(Patience.Token);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(Patience.Token);
        return connection;
    }
}
