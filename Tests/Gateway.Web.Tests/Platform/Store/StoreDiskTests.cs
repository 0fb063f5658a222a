using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Web.Tests.Platform.Store;

/// <summary>The store on a disk that is really full.</summary>
public sealed class StoreDiskTests : IDisposable
{
    private const int DiskFull = 13;

    private readonly TinyDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [TinyDiskFact]
    public async Task A_full_disk_is_said_as_such_and_costs_nothing_once_there_is_room_again()
    {
        await using var host = new StoreHost(_disk.Path);
        await host.StartAsync();
        await WriteAsync(host, 1);
        _disk.Fill();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var error = await Assert.ThrowsAsync<SqliteException>(() => WriteAsync(host, 1_000));
            Assert.Equal(DiskFull, error.SqliteErrorCode);
        }

        Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));

        _disk.Free();
        await WriteAsync(host, 2);
        await using var database = host.Database();
        Assert.Equal(3, await database.Audit.CountAsync(Patience.Token));
    }

    private static async Task<HealthStatus> HealthAsync(StoreHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Patience.Token)).Entries[StoreHealthCheck.Name].Status;

    private static async Task WriteAsync(StoreHost host, int rows)
    {
        await using var database = host.Database();
        database.Audit.AddRange(Enumerable.Range(0, rows).Select(_ => new AuditRow { Action = "test", Result = "ok", Time = DateTimeOffset.UnixEpoch, Detail = new string('x', 400) }));
        await database.SaveChangesAsync(Patience.Token);
    }
}
