using System.Threading.Channels;
using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Audit;

/// <summary>
/// Writes the audit trail. Entries for which nobody has to wait go through a bounded queue, which <see cref="AuditWriter"/> empties.
/// </summary>
internal sealed class AuditTrail : IAudit
{
    private readonly Lazy<Channel<AuditRow>> _queue;
    private readonly IDbContextFactory<GatewayDbContext> _contexts;
    private readonly AuditMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditTrail> _logger;
    private long _droppedInEpisode;

    public AuditTrail(
        IDbContextFactory<GatewayDbContext> contexts, IOptions<AuditOptions> options, AuditMetrics metrics, TimeProvider time, ILogger<AuditTrail> logger)
    {
        // The queue is created at its first use, because the options are validated only after this constructor has run.
        _queue = new Lazy<Channel<AuditRow>>(() => Channel.CreateBounded<AuditRow>(
            new BoundedChannelOptions(options.Value.QueueEntries) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }));
        _contexts = contexts;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    public ChannelReader<AuditRow> Waiting => _queue.Value.Reader;

    public void Record(AuditEntry entry)
    {
        if (_queue.Value.Writer.TryWrite(RowOf(entry)))
        {
            return;
        }

        _metrics.Dropped(1);
        if (Interlocked.Increment(ref _droppedInEpisode) == 1)
        {
            _logger.QueueFull();
        }
    }

    public async Task RecordNowAsync(AuditEntry entry)
    {
        try
        {
            await WriteAsync([RowOf(entry)], CancellationToken.None);
        }
        catch (Exception error) when (StoreTrouble.CauseOf(error) is not null)
        {
            Record(entry);
        }
    }

    /// <summary>Writes the rows in one transaction.</summary>
    public async Task WriteAsync(IReadOnlyCollection<AuditRow> rows, CancellationToken cancellationToken)
    {
        await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await database.TakeTurnAsync(cancellationToken);
        database.Audit.AddRange(rows);
        await database.SaveChangesAsync(cancellationToken);
        _metrics.Written(rows.Count);
    }

    /// <summary>Called when the queue was emptied: an episode of loss, if there was one, has ended.</summary>
    public void Recovered()
    {
        if (Interlocked.Exchange(ref _droppedInEpisode, 0) is > 0 and var dropped)
        {
            _logger.QueueRecovered(dropped);
        }
    }

    private AuditRow RowOf(AuditEntry entry) => new()
    {
        Time = _time.GetUtcNow(),
        Subject = Cut(entry.Subject),
        TokenId = Cut(entry.TokenId),
        Action = Cut(entry.Action)!,
        SessionId = Cut(entry.SessionId),
        RemoteAddress = Cut(entry.RemoteAddress),
        Result = entry.Result,
        Detail = Cut(entry.Detail),
    };

    private static string? Cut(string? text) => text is { Length: > AuditOptions.MaxDetail } ? text[..AuditOptions.MaxDetail] : text;
}
