using Gateway.Client;
using Gateway.Contracts;
using Microsoft.Data.Sqlite;

namespace Historian;

/// <summary>The events, and the position up to which they are all there, in one SQLite file: both are committed in one transaction.</summary>
internal sealed class SqliteHistory : IPositionStore, IDisposable
{
    private readonly SqliteConnection _connection;
    private SqliteTransaction? _transaction;
    private string _epoch = "";

    public SqliteHistory(string path)
    {
        _connection = new SqliteConnection($"Data Source={path}");
        _connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("CREATE TABLE IF NOT EXISTS events (epoch TEXT, sequence INTEGER, server INTEGER, item INTEGER, value TEXT, quality INTEGER, source_time TEXT)");
        Run("CREATE TABLE IF NOT EXISTS gaps (epoch TEXT, after INTEGER, oldest INTEGER, reason TEXT)");
        Run("CREATE TABLE IF NOT EXISTS position (id INTEGER PRIMARY KEY CHECK (id = 0), epoch TEXT NOT NULL, sequence INTEGER NOT NULL)");
    }

    /// <summary>Adds an item to the transaction that <see cref="SaveAsync"/> commits.</summary>
    public void Add(StreamItem item)
    {
        switch (item)
        {
            case StartedItem started:
                _epoch = started.Epoch;
                break;
            case GapItem gap:
                Insert("INSERT INTO gaps VALUES ($1, $2, $3, $4)", _epoch, gap.RequestedAfter, gap.Oldest, $"{gap.Reason}");
                break;
            case EventsItem events:
                foreach (var one in events.Events)
                {
                    Insert(
                        "INSERT INTO events VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        _epoch, one.Sequence, one.ServerHandle, one.ItemHandle, one.Value?.ToString(), one.Quality, one.SourceTime?.ToString("O"));
                }

                break;
        }
    }

    public ValueTask<StreamPosition?> LoadAsync(CancellationToken cancellationToken)
    {
        // What was added and not saved is delivered again.
        _transaction?.Dispose();
        _transaction = null;
        using var command = new SqliteCommand("SELECT epoch, sequence FROM position", _connection);
        using var row = command.ExecuteReader();
        return new(row.Read() ? new StreamPosition(row.GetString(0), row.GetInt64(1)) : null);
    }

    public ValueTask SaveAsync(StreamPosition position, CancellationToken cancellationToken)
    {
        _transaction ??= _connection.BeginTransaction();
        Run("INSERT OR REPLACE INTO position VALUES (0, $1, $2)", position.Epoch, position.Sequence);
        _transaction.Commit();
        _transaction = null;
        return default;
    }

    public void Dispose() => _connection.Dispose();

    private void Insert(string text, params object?[] values)
    {
        _transaction ??= _connection.BeginTransaction();
        Run(text, values);
    }

    private void Run(string text, params object?[] values)
    {
        using var command = new SqliteCommand(text, _connection, _transaction);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
