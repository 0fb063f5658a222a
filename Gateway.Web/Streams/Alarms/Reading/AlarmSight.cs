using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>
/// What one reader may see now, and whether it must be told that this is something else than before. Used by the reader alone, except for
/// <see cref="Demand"/>.
/// </summary>
internal sealed class AlarmSight
{
    private readonly AlarmReach _reach;
    private readonly AlarmRequest _request;
    private Caller _caller;
    private SessionAccessInfo? _session;
    private bool _reaches;

    /// <summary>What the reader was told last.</summary>
    private ItemGlobSet? _toldRead;

    private bool _isKnown;

    public AlarmSight(AlarmReach reach, AlarmRequest request, Caller caller)
    {
        (_reach, _request, _caller, _toldRead) = (reach, request, caller, caller.Read);
        Look(caller);
        _isKnown = request.View is not { } view || view == View;
    }

    /// <summary>The mark of what the reader sees.</summary>
    public string View { get; private set; } = "";

    /// <summary>A snapshot is due: what became visible or invisible is in no transition.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Any thread.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>: with these rights the reader may not read on.</exception>
    public void Demand(Caller renewed) => _reach.Demand(renewed);

    public bool Sees(string reference) => _reach.Sees(_caller, reference);

    /// <summary>The reader begins with a snapshot, or continues a position that may have been read with another view.</summary>
    public void Begin(bool withSnapshot) => (IsDue, _isKnown) = (!withSnapshot && !_isKnown, withSnapshot || _isKnown);

    /// <summary>Takes over changed rights, and looks at the monitor's session.</summary>
    /// <returns>Whether the reader sees something else now.</returns>
    public bool Follow(SubscriptionChannel<AlarmBatch, AlarmItem, Caller> channel)
    {
        Caller? caller = _caller;
        if (!channel.TryTakeVisible(ref caller) && ReferenceEquals(_session, _reach.Session))
        {
            return false;
        }

        var (read, reached) = (_caller.Read, _reaches);
        Look(caller!);
        if (reached == _reaches && AccessChange.Between(read, _caller.Read) is null)
        {
            return false;
        }

        return IsDue = true;
    }

    /// <summary>What the reader is told before its snapshot.</summary>
    public AlarmAccessItem Tell()
    {
        var change = _isKnown ? AccessChange.Between(_toldRead, _caller.Read) : null;
        (IsDue, _isKnown, _toldRead) = (false, true, _caller.Read);
        return new AlarmAccessItem { Widened = change?.Widened ?? [], Narrowed = change?.Narrowed ?? [], View = View };
    }

    private void Look(Caller caller)
    {
        (_caller, _session) = (caller, _reach.Session);
        _reaches = _reach.Reaches(caller);
        View = AlarmViewMark.Of(_request, caller.Read, _reaches);
    }
}
