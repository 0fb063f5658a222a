using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Runs a publisher for each session, from the moment it is ready until it has ended and its events are published.</summary>
internal sealed class PublishedSessions(ClusterGate gate, ClusterCondition condition, SessionSurvival survival, PublishingBacklog backlog, TimeProvider time)
    : IDisposable
{
    /// <summary>Ended sessions whose history is kept until NATS takes it. Of more than these, the one that ended first is given up.</summary>
    public const int MaxEnded = 8;

    private readonly Dictionary<string, PublisherRun> _runs = new(StringComparer.Ordinal);
    private readonly List<PublisherRun> _ended = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Called when a session has changed. Does not wait.</summary>
    public void OnChanged(Session session)
    {
        var state = session.Status.State;
        lock (_lock)
        {
            if (state == SessionState.Ready && !_runs.ContainsKey(session.Identity.SessionId) && !_stop.IsCancellationRequested)
            {
                Start(session);
            }
            else if (state is SessionState.Closed or SessionState.Faulted && _runs.TryGetValue(session.Identity.SessionId, out var run) && !_ended.Contains(run))
            {
                _ended.Add(run);
                if (_ended.Count > MaxEnded)
                {
                    _ended[0].GiveUp();
                    _ended.RemoveAt(0);
                }
            }
        }
    }

    /// <summary>Waits until everything is published, at most for the given time.</summary>
    public async Task CompleteAsync(TimeSpan within)
    {
        Task all;
        lock (_lock)
        {
            all = Task.WhenAll(_runs.Values.Select(run => run.Ended));
        }

        await all.WaitAsync(within, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private void Start(Session session)
    {
        var run = new PublisherRun(new SessionPublisher(session, gate, condition, survival, time), _stop.Token);
        _runs[session.Identity.SessionId] = run;
        backlog.Add(run.Publisher);
        run.Begin(() => OnEnded(run));
    }

    private void OnEnded(PublisherRun run)
    {
        backlog.Remove(run.Publisher);
        lock (_lock)
        {
            _runs.Remove(run.Publisher.Session.Identity.SessionId);
            _ended.Remove(run);
        }
    }
}
