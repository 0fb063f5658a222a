using Gateway.Events;
using Gateway.Values;

namespace Gateway.Worker.Tests.Executors;

/// <summary>One event as a sink received it.</summary>
public sealed record RecordedEvent(EventFamily Family, int ServerHandle, int ItemHandle)
{
    public MxValue Value { get; init; }

    public int Quality { get; init; }

    public DateTime? SourceTime { get; init; }

    public MxValue? RawSourceTime { get; init; }

    public MxDataType DataType { get; init; }

    public MxValue Qualities { get; init; }

    public MxValue SourceTimes { get; init; }

    /// <summary>The statuses; one plain success when the executor gave none.</summary>
    public required IReadOnlyList<MxStatus> Statuses { get; init; }

    public MxStatus Status => Statuses[0];

    public bool IsSuccess => Status.Success != 0;

    /// <summary>The whole event as text, for the comparison of whole sequences.</summary>
    public string Describe()
    {
        var value = Value.IsArray ? string.Join(",", Value.AsArray().Cast<object>()) : Value.ToString();
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Family} {ServerHandle}/{ItemHandle} {Value.Type}={value} q{Quality} {SourceTime:O} {Status}");
    }
}
