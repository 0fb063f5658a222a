using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>One value of one attribute of an alarm.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Value">The value; only used when it is good.</param>
/// <param name="Quality">OPC quality, raw.</param>
/// <param name="IsGood">Whether the value may be believed: no bad quality, no failed status.</param>
/// <param name="SourceTime">The source's time; null when it has none.</param>
/// <param name="CallbackTime">When the worker received it.</param>
internal sealed record AlarmReading(
    AlarmAttribute Attribute, MxValue Value, int Quality, bool IsGood, DateTime? SourceTime, DateTime? CallbackTime)
{
    /// <summary>By a callback, or by comparing.</summary>
    public AlarmCause Cause { get; init; }

    public DateTime? Time => SourceTime ?? CallbackTime;

    public bool? AsBoolean() => IsGood && Value.Type == VariantType.Boolean ? Value.AsBoolean() : null;

    public int? AsInteger() => IsGood && Value.TryGetDouble(out var number) ? (int)number : null;

    public string? AsText() => !IsGood ? null : Value.Type == VariantType.String ? Value.AsString() : Value.ToString();

    public DateTime? AsTime() => IsGood && Value.Type is VariantType.Date or VariantType.FileTime ? Value.AsDateTime() : null;
}
