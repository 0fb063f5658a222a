using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Store;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Cursors;

/// <summary>
/// Positions that consumers store with the gateway, by subject and name. A consumer reads, processes and then commits, so it sees every
/// change at least once. Cursors are kept in the store and not in the journal, so that a consumer is sent a reset after the journal was
/// lost.
/// </summary>
internal sealed class FeedCursorStore(IDbContextFactory<GatewayDbContext> contexts, FeedDistributor distributor, IOptions<FeedOptions> options, TimeProvider time)
{
    private const int MaxName = 64;

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public static void CheckName(string? name) => Require(
        name is { Length: > 0 and <= MaxName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'),
        $"the name of a cursor must have 1 to {MaxName} characters, which are letters, digits or any of -_.: .");

    /// <exception cref="GatewayException"><c>InvalidArgument</c>: the position does not exist, or the subject has too many
    /// cursors.</exception>
    public async Task CommitAsync(string subject, FeedCursor cursor, CancellationToken cancellationToken)
    {
        Check(cursor);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var others = await database.FeedCursors.CountAsync(one => one.Subject == subject && one.Name != cursor.Name, cancellationToken);
        Require(others < options.Value.CursorsPerSubject, $"the subject already has {options.Value.CursorsPerSubject} cursors, which is the limit; delete one first.");
        var entry = await FindAsync(database, subject, cursor.Name, cancellationToken);
        if (entry is null)
        {
            entry = new FeedCursorEntry { Subject = subject, Name = cursor.Name, FeedEpoch = "" };
            database.FeedCursors.Add(entry);
        }

        entry.FeedEpoch = cursor.FeedEpoch;
        entry.Sequence = cursor.Sequence;
        entry.CommittedAt = time.GetUtcNow();
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<FeedCursor?> GetAsync(string subject, string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(database, subject, name, cancellationToken) is { } entry
            ? new FeedCursor { Name = entry.Name, FeedEpoch = entry.FeedEpoch, Sequence = entry.Sequence }
            : null;
    }

    /// <summary>Deletes a cursor. Does nothing when there is none.</summary>
    public async Task DeleteAsync(string subject, string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        await database.FeedCursors.Where(one => one.Subject == subject && one.Name == name).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The position where a request begins: its cursor, if one was committed under that name.</summary>
    public async Task<FeedResumePoint> PositionOfAsync(string subject, FeedRequest request, CancellationToken cancellationToken)
    {
        if (request.Cursor is not { } name)
        {
            return new FeedResumePoint(request.After, request.FeedEpoch);
        }

        return await GetAsync(subject, name, cancellationToken) is { } cursor
            ? new FeedResumePoint(cursor.Sequence, cursor.FeedEpoch)
            : new FeedResumePoint(request.After ?? 0, request.FeedEpoch);
    }

    private void Check(FeedCursor cursor)
    {
        CheckName(cursor.Name);
        var bounds = distributor.Bounds;
        Require(cursor.FeedEpoch == bounds.Epoch, "the position belongs to another epoch than the feed's; read the feed from its current position first.");
        Require(cursor.Sequence >= 0 && cursor.Sequence <= bounds.Latest, "the position is beyond the latest change.");
    }

    private static Task<FeedCursorEntry?> FindAsync(GatewayDbContext database, string subject, string name, CancellationToken cancellationToken) =>
        database.FeedCursors.FirstOrDefaultAsync(one => one.Subject == subject && one.Name == name, cancellationToken);

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The cursor cannot be used: {rule}");
        }
    }
}
