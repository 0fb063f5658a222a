using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster.JetStream;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Appends to the subject of one session, each message behind the one before. Used by one publisher, one call at a time.</summary>
internal sealed class SubjectWriter(SiteLog log, string sessionId, string epoch, LogPlace begin)
{
    /// <summary>Where the subject ends now.</summary>
    public LogPlace End { get; private set; } = begin.Epoch == epoch ? begin : begin with { Epoch = epoch, Last = 0 };

    /// <summary>The state that was written last; null before the first.</summary>
    public SessionState? State { get; set; }

    public int TargetBytes => log.MessageBytes;

    public int MostBytes => log.MaxBody;

    public async Task AppendAsync(LogMessage message, CancellationToken cancellationToken)
    {
        var revision = await log.AppendAsync(sessionId, epoch, message, End.Revision, cancellationToken);
        End = new LogPlace(revision, epoch, message.Last, log.Writer);
    }
}
