using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using static SQLitePCL.raw;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Lets the gateway write at one place at a time. SQLite has one writer in any case, but it lets the others wait on threads of the pool:
/// while another process holds the store, a few dozen requests would take every thread from the streams. Here they wait without one.
/// </summary>
internal sealed class StoreTurns(IOptions<StoreOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>Waits as long as SQLite would, for the gateway's other writes. Dispose what is returned to end the turn.</summary>
    /// <exception cref="SqliteException">The store is busy.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(TimeSpan.FromSeconds(options.Value.BusyTimeoutSeconds), cancellationToken))
        {
            throw new SqliteException("Another write of the gateway waits for the store.", SQLITE_BUSY);
        }

        return new Turn(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
