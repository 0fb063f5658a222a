using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// Publishes one session to the site's log. It is a lossless reader of the distributor that counts as nobody's, so it delays nothing, and
/// it has at most one message under way: what arrives meanwhile is the next one. Every beginning is the same, be it the first, after a
/// restart, or after NATS was away: it asks the log for its last message and goes on behind it.
/// </summary>
internal sealed class SessionPublisher(Session session, ClusterGate gate, ClusterCondition condition, SessionSurvival survival, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly EventDistributor _distributor = session.Distributor;
    private readonly PublishPace _pace = new(condition.Options.PublishInterval, time);
    private long _published;

    public Session Session => session;

    /// <summary>Events that the log has not acknowledged.</summary>
    public long Lag => Math.Max(0, _distributor.Range.Latest - Published);

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan Waited => _distributor.WaitedAfter(Published);

    /// <summary>The last sequence that the log accounts for.</summary>
    public long Published => Volatile.Read(ref _published);

    private string Id => session.Identity.SessionId;

    /// <summary>Publishes until the session has ended and everything is in the log.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var known = LogPlace.Empty;
        while (true)
        {
            var link = await gate.WaitAsync(cancellationToken);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, link.Lost);
            SubjectWriter? writer = null;
            try
            {
                var end = await FindEndAsync(link.Log, known, both.Token);
                writer = new SubjectWriter(link.Log, Id, _distributor.Epoch, end);
                await PublishAsync(writer, end, both.Token);
                return;
            }
            catch (OperationCanceledException) when (both.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (GatewayException error) when (error.Code == GatewayErrorCode.SlowConsumer)
            {
                // History has lost the next event. Beginning again writes the gap.
            }
            catch (OutOfTurnException)
            {
                await OnConflictAsync(link.Log, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error)
            {
                condition.PublishFailed(Id, error.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }

            known = writer?.End ?? known;
        }
    }

    /// <summary>The session ended and its last events could not be published for too long.</summary>
    public void GiveUp() => condition.GivenUp(Id, Published);

    private async Task OnConflictAsync(SiteLog log, CancellationToken cancellationToken)
    {
        // The usual cause is an acknowledgement that did not arrive, which is no conflict.
        if ((await log.ReadEndAsync(Id, cancellationToken)).Writer is { } writer && writer != log.Writer)
        {
            condition.Conflicted(Id, writer);
            await Task.Delay(RetryAfter, time, cancellationToken);
        }
    }

    private async Task<LogPlace> FindEndAsync(SiteLog log, LogPlace known, CancellationToken cancellationToken)
    {
        var end = await log.ReadEndAsync(Id, cancellationToken);
        if (end.Revision > 0 || known.Revision == 0 || !await log.HasPassedAsync(known.Revision, cancellationToken))
        {
            return end;
        }

        // The log has removed everything of this session because of its limits; those events are published.
        return known with { Revision = 0 };
    }

    private async Task PublishAsync(SubjectWriter writer, LogPlace end, CancellationToken cancellationToken)
    {
        using var reader = _distributor.SubscribeInternal("cluster", RequestAfter(end));
        using var news = _distributor.Items.Follow(reader.Channel.Wake);
        using var registration = cancellationToken.UnsafeRegister(static channel => ((Action)channel!)(), (Action)reader.Channel.Wake);
        while (true)
        {
            // A reader that catches up has large messages anyway, and nothing in its channel.
            if (reader.Channel.QueuedEvents > 0)
            {
                await _pace.WaitAsync(cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            var item = reader.TryNext();
            // Taken after the events, so that it has every item that they name; written before them.
            var frames = news.Take();
            foreach (var message in frames.SelectMany(frame => ItemAnnouncement.Of(frame, writer.End.Last, _distributor.Range.Latest, writer.MostBytes)))
            {
                await WriteAsync(writer, message, cancellationToken);
            }

            if (item is not null)
            {
                await WriteAsync(writer, item, cancellationToken);
            }
            else if (HasEnded(reader))
            {
                await WriteFinalStateAsync(writer, cancellationToken);
                return;
            }
            else if (frames.Count == 0)
            {
                await reader.Channel.WaitAsync();
            }
        }
    }

    // Without an epoch, events that the log already has are passed over; with one, a log of another epoch is a gap.
    private StreamRequest RequestAfter(LogPlace end) => new() { ResumeAfter = end.Last, Epoch = end.Epoch == _distributor.Epoch ? null : end.Epoch };

    private async Task WriteAsync(SubjectWriter writer, StreamItem item, CancellationToken cancellationToken)
    {
        switch (item)
        {
            case StartedItem started:
                Volatile.Write(ref _published, started.ResumedAfter);
                await WriteStateAsync(writer, session.State, session.Status.Fault, cancellationToken);
                break;
            case OutgoingEvents events:
                _pace.Begin();
                foreach (var message in EventMessages.Of(events, writer.TargetBytes, writer.MostBytes))
                {
                    await WriteAsync(writer, message, cancellationToken);
                }

                break;
            case GapItem gap:
                if (EventMessages.Of(gap) is { } missing)
                {
                    await WriteAsync(writer, missing, cancellationToken);
                }

                break;
            case StateItem state:
                await WriteStateAsync(writer, state.State, state.Fault, cancellationToken);
                break;
        }
    }

    private async Task WriteAsync(SubjectWriter writer, LogMessage message, CancellationToken cancellationToken)
    {
        await writer.AppendAsync(message, cancellationToken);
        Volatile.Write(ref _published, writer.End.Last);
        condition.Published();
        if (message is { Kind: LogMessageKind.Gap, First: { } first, Reason: { } reason })
        {
            condition.GapWritten(Id, first, message.Last, reason);
        }
    }

    private async Task WriteStateAsync(SubjectWriter writer, SessionState state, SessionFault? fault, CancellationToken cancellationToken)
    {
        if (state != writer.State && !(state is SessionState.Closing or SessionState.Closed && survival.Survives(session)))
        {
            var body = ClusterJson.WriteBytes(new StateItem { State = state, Fault = fault });
            await WriteAsync(writer, new LogMessage(LogMessageKind.State, writer.End.Last) { Body = body }, cancellationToken);
            writer.State = state;
        }
    }

    // The streams of a session end a moment before it is closed.
    private Task WriteFinalStateAsync(SubjectWriter writer, CancellationToken cancellationToken) =>
        WriteStateAsync(writer, session.State == SessionState.Faulted ? SessionState.Faulted : SessionState.Closed, session.Status.Fault, cancellationToken);

    private static bool HasEnded(Subscription reader)
    {
        try
        {
            return reader.HasEnded();
        }
        catch (GatewayException error) when (error.Code != GatewayErrorCode.SlowConsumer)
        {
            return true;
        }
    }
}
