using System.Text.Json;
using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// One item as it was read: its value in the form that events have, and in <see cref="Code"/> and <see cref="Message"/> why there is none,
/// or why it is not to be trusted.
/// </summary>
internal sealed record ItemValue
{
    /// <summary>The item reference as it was asked for, or as the session has it.</summary>
    public required string Item { get; init; }

    /// <summary>The object that a relative reference belongs to.</summary>
    public string? Context { get; init; }

    public MxDataType? DataType { get; init; }

    /// <summary>Absent when it is the usual one of the data type.</summary>
    public VariantType? VariantType { get; init; }

    /// <summary>As in the JSON of events.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The raw quality: 192 and above is good, 64 and above uncertain, and less is bad.</summary>
    public int? Quality { get; init; }

    /// <summary>The time stamp of the item, UTC.</summary>
    public DateTime? SourceTime { get; init; }

    /// <summary>When the worker received the value, UTC; absent when it was read anew.</summary>
    public DateTime? WorkerTime { get; init; }

    /// <summary>Absent when there is exactly one plain success.</summary>
    public IReadOnlyList<MxStatus>? Statuses { get; init; }

    /// <summary>The name of a <see cref="GatewayErrorCode"/>; absent when the item was read.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    public static ItemValue Missing(string item, GatewayErrorCode code, string message) => new() { Item = item, Code = code.ToString(), Message = message };

    /// <summary>The item with a value and with what its statuses say.</summary>
    public ItemValue With(MxValue value, IReadOnlyList<MxStatus>? statuses)
    {
        var (dataType, variantType, plain) = ValueParts.Of(value);
        var fault = StatusFault.Of(statuses);
        return this with
        {
            DataType = dataType,
            VariantType = variantType,
            Value = plain,
            Statuses = statuses is null || (statuses.Count == 1 && statuses[0] == MxStatus.Good) ? null : statuses,
            Code = fault?.Code.ToString(),
            Message = fault?.Message,
        };
    }
}
