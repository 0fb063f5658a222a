using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Gives edges the items, the latest values and the events of this gateway's sessions that the log no longer has.</summary>
internal sealed class SnapshotAnswers(SessionManager sessions, ClusterGate gate, OwnerIdentity owner, ClusterCondition condition)
{
    /// <summary>Answers until it is cancelled.</summary>
    public Task RunAsync(TimeProvider time, TimeSpan retry, CancellationToken cancellationToken) => gate.OnEachLinkAsync(
        (link, ended) => link.Requests.AnswerAsync(owner.Instance, request => Answer(request, link.Requests.MaxBody), ended),
        condition.AnswersFailed,
        ended => Task.Delay(retry, time, ended),
        cancellationToken);

    private IEnumerable<(string Epoch, LogMessage Message)> Answer(SnapshotRequest request, int most)
    {
        var session = sessions.Find(request.SessionId);
        var known = session is { Node: null, Distributor.Epoch.Length: > 0 } ? session.Distributor : null;
        var messages = known is null ? [] : SnapshotMessages.Of(known, request, most);
        return messages.Append(new LogMessage(LogMessageKind.End, 0) { Body = new byte[1] }).Select(message => (known?.Epoch ?? "none", message));
    }
}
