using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Gateway.Web.Store;

/// <summary>Keeps a connection usable, and the reason visible, when a commit fails: see <see cref="SqliteConnectionExtensions.SettleFailedCommit"/>.</summary>
internal sealed class FailedCommitInterceptor : DbTransactionInterceptor
{
    public static FailedCommitInterceptor Instance { get; } = new();

    public override void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) =>
        (transaction.Connection as SqliteConnection)?.SettleFailedCommit();

    public override Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionFailed(transaction, eventData);
        return Task.CompletedTask;
    }
}
