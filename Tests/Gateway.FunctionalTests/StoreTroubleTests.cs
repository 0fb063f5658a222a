using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace Gateway.FunctionalTests;

/// <summary>
/// A gateway whose store takes no write for a while: what needs the store is refused with the duty to try again, the rest goes on, nothing
/// is half done, and the gateway recovers by itself.
/// </summary>
[Trait("Size", "Long")]
public sealed class StoreTroubleTests
{
    /// <summary>How long another process, here the test, holds the store: in the long form 45 s, with the gateway's default settings.</summary>
    private static readonly TimeSpan Held = TestScale.Of(quick: TimeSpan.FromSeconds(3), soak: TimeSpan.FromSeconds(45));

    [Fact]
    public async Task While_another_process_writes_requests_are_to_be_tried_again_and_the_rest_goes_on()
    {
        await using var gateway = await GatewayProcess.StartAsync(TestScale.IsSoak ? [] : ["Gateway:Store:BusyTimeoutSeconds=1"]);
        await using var user = new StoreUser(gateway);
        var (running, closing, killed) = (await user.OpenAsync(), await user.OpenAsync(), await user.OpenAsync());
        var (position, keys) = (await user.FeedPositionAsync(), await user.KeysAsync());
        await using (await HoldAsync(gateway))
        {
            var began = TimeProvider.System.GetTimestamp();
            do
            {
                await StoreUser.AssertRefusedAsync(() => user.Client.OpenSessionAsync());
                await StoreUser.AssertRefusedAsync(() => user.Client.SetSessionTagAsync(running.Id, "late"));
                await StoreUser.AssertRefusedAsync(() => user.Client.CommitFeedCursorAsync("held", position));
                Assert.Equal((false, false), (await user.TryMintAsync(), await user.TryRotateAsync()));
                await Eventually.Async(async () => await user.HealthAsync() == ("degraded", "degraded"), "readiness to be degraded");
                await running.PingAsync().WithTimeout("a command");
            }
            while (TimeProvider.System.GetElapsedTime(began) < Held);

            Assert.Equal(SessionState.Closed, (await user.Client.CloseSessionAsync(closing.Id).WithTimeout("the close")).State);
            await user.Client.KillSessionAsync(killed.Id).WithTimeout("the kill");
            // The feed has a file of its own.
            await Eventually.Async(() => user.HasChangeAsync(position, FeedKind.SessionClosed), "the change in the feed");
        }

        await AssertRecoveredAsync(user, gateway.StoreDirectory, running);
        Assert.Equal(keys, await user.KeysAsync());
        Assert.Equal(0, await user.CountMintedAsync());
        Assert.Null((await running.GetInfoAsync().WithTimeout("the session")).SessionTag);
        Assert.Null(await user.Client.GetFeedCursorAsync("held").WithTimeout("the cursor"));
        Assert.Equal((true, true), (await user.TryMintAsync(), await user.TryRotateAsync()));
        Assert.Equal(keys.Length + 1, (await user.KeysAsync()).Length);
    }

    [Fact]
    public async Task Requests_that_wait_for_the_store_in_hundreds_do_not_hold_up_commands()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var user = new StoreUser(gateway);
        await using var other = new StoreUser(gateway);
        var running = await other.OpenAsync();
        var longest = TimeSpan.Zero;
        await using (await HoldAsync(gateway))
        {
            var waiting = Task.WhenAll(Enumerable.Range(0, 200).Select(_ => user.TryMintAsync()));
            while (!waiting.IsCompleted)
            {
                var began = TimeProvider.System.GetTimestamp();
                await running.PingAsync().WithTimeout("a command");
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, TimeProvider.System.GetElapsedTime(began).Ticks));
            }

            Assert.All(await waiting, succeeded => Assert.False(succeeded));
        }

        // Were each request to wait on a thread of its own, the connection would be lost.
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [TinyDiskFact]
    public async Task While_the_disk_is_full_requests_are_to_be_tried_again_and_the_rest_goes_on()
    {
        using var disk = new TinyDisk(kilobytes: 2_048);
        await using var gateway = await GatewayProcess.StartAsync($"Gateway:Store:Path={disk.Path}/gateway.db", "Gateway:Http:RequestsPerAddress=100000");
        await using var user = new StoreUser(gateway);
        var (running, closing) = (await user.OpenAsync(), await user.OpenAsync());
        var minted = 0;
        disk.Fill();

        // SQLite reuses the room that its log has, so that the first requests may still succeed.
        await Eventually.Async(
            async () =>
            {
                var succeeded = await user.TryMintAsync();
                minted += succeeded ? 1 : 0;
                return !succeeded;
            },
            "the disk to be full");
        await Eventually.Async(async () => await user.HealthAsync() is ("degraded", "degraded"), "readiness to be degraded");
        await StoreUser.AssertRefusedAsync(() => user.Client.OpenSessionAsync());
        await running.PingAsync().WithTimeout("a command");
        Assert.Equal(SessionState.Closed, (await user.Client.CloseSessionAsync(closing.Id).WithTimeout("the close")).State);

        disk.Free();
        await AssertRecoveredAsync(user, disk.Path, running);
        Assert.Equal(minted, await user.CountMintedAsync());
        Assert.Equal((true, true), (await user.TryMintAsync(), await user.TryRotateAsync()));
    }

    private static async Task AssertRecoveredAsync(StoreUser user, string store, GatewaySession running)
    {
        await Eventually.Async(async () => await user.HealthAsync() == ("healthy", "healthy"), "readiness to be back");
        Assert.Equal([running.Id], (await user.Client.ListSessionsAsync().WithTimeout("the sessions")).Select(session => session.SessionId));
        await Eventually.Async(() => new StoreOnDisk(store).Manifest().Select(row => row.SessionId).SequenceEqual([running.Id]), "the ended sessions to leave the manifest");
        await Eventually.Async(async () => (await user.AuditAsync()).Contains("session.closed", StringComparison.Ordinal), "the trail to be complete");
        await user.Client.SetSessionTagAsync(running.Id, "late").WithTimeout("the tag");
        await (await user.OpenAsync()).PingAsync().WithTimeout("the new session");
        await user.Client.SetSessionTagAsync(running.Id, null).WithTimeout("the tag");
    }

    private static async Task<SqliteConnection> HoldAsync(GatewayProcess gateway)
    {
        var connection = new SqliteConnection($"Data Source={gateway.StoreDirectory}/gateway.db;Pooling=False");
        await connection.OpenAsync();
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return connection;
    }
}
