using Gateway.Values;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>What is read once, or when an occurrence begins, and does not decide the state. Absent parts leave what is known.</summary>
internal sealed record AlarmDetails
{
    public string? Area { get; init; }

    public string? Description { get; init; }

    public string? Unit { get; init; }

    public MxValue? Value { get; init; }

    public MxValue? Limit { get; init; }
}
