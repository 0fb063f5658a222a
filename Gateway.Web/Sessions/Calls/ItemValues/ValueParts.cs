using System.Text.Json;
using Gateway.Serialization;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>The members of a value in JSON, for answers that carry them beside other members.</summary>
internal static class ValueParts
{
    public static (MxDataType DataType, VariantType? VariantType, JsonElement Plain) Of(MxValue value)
    {
        var whole = JsonSerializer.SerializeToElement(value, GatewayJson.Options);
        return (
            value.DataType,
            whole.TryGetProperty("variantType", out _) ? value.ElementType : null,
            whole.GetProperty("value"));
    }
}
