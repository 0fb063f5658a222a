using Gateway.Contracts;

namespace Gateway.Web.Streams.Alarms;

/// <summary>A transition in the log, with what its alarm was before.</summary>
internal sealed record AlarmRecord
{
    public required AlarmTransition Transition { get; init; }

    public required AlarmFormer Former { get; init; }
}
