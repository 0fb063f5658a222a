using System.Collections.Immutable;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Overview;

/// <summary>The last faults of sessions, which stay when the sessions are gone. May be used on any thread.</summary>
internal sealed class FaultRing(SessionWatch watch, OverviewMetrics metrics, IOptions<OverviewOptions> options)
{
    private readonly Lock _gate = new();
    private ImmutableArray<KeptFault> _faults = [];
    private long _last;

    /// <summary>The oldest first.</summary>
    public ImmutableArray<KeptFault> All
    {
        get
        {
            lock (_gate)
            {
                return _faults;
            }
        }
    }

    /// <summary>Begins to keep faults.</summary>
    public void Begin() => watch.Changed += Note;

    public void End() => watch.Changed -= Note;

    private void Note(Session session)
    {
        if (session.Status is not { State: SessionState.Faulted, Fault: { } fault } status)
        {
            return;
        }

        lock (_gate)
        {
            // A change of the session tag is a change too.
            if (_faults.Any(kept => kept.Fault.SessionId == session.Identity.SessionId && kept.Fault.At == fault.At))
            {
                return;
            }

            var kept = new KeptFault(session.ToAccessInfo(), new OverviewFault
            {
                Id = ++_last,
                At = fault.At,
                Code = fault.Code,
                Message = ShortText.Of(fault.Message),
                SessionId = session.Identity.SessionId,
                SessionTag = session.Identity.SessionTag,
                SessionName = session.Identity.Name,
                WorkerProcessId = status.Worker?.ProcessId,
            });
            var surplus = _faults.Length + 1 - options.Value.KeptFaults;
            _faults = (surplus > 0 ? _faults.RemoveRange(0, surplus) : _faults).Add(kept);
        }

        metrics.Faulted(Enum.TryParse<GatewayErrorCode>(fault.Code, out var code) ? code : GatewayErrorCode.Internal);
    }
}
