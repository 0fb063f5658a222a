using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Events;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Alarms.Reading;

/// <summary>What one reader may see now. Used by the reader alone, except for <see cref="Demand"/>.</summary>
internal sealed class AlarmSight(AlarmReach reach, Caller caller)
{
    private Caller _caller = caller;

    /// <summary>Any thread.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>: with these rights the reader may not read on.</exception>
    public void Demand(Caller renewed) => reach.Demand(renewed);

    public bool Sees(string reference) => reach.Sees(_caller, reference);

    /// <summary>Takes over changed rights.</summary>
    /// <returns>What the reader is told of the change; null when it sees the same as before.</returns>
    public AlarmAccessItem? Follow(SubscriptionChannel<AlarmBatch, AlarmItem, Caller> channel)
    {
        Caller? renewed = _caller;
        if (!channel.TryTakeVisible(ref renewed))
        {
            return null;
        }

        var change = AccessChange.Between(_caller.Read, renewed!.Read);
        var reached = reach.Reaches(_caller) != reach.Reaches(renewed);
        _caller = renewed;
        return change is null && !reached ? null : new AlarmAccessItem { Widened = change?.Widened ?? [], Narrowed = change?.Narrowed ?? [] };
    }
}
