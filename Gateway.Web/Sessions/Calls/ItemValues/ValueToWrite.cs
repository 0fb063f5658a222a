using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>A value to write.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ValueToWrite
{
    /// <summary>The item reference, such as <c>Tank101.Level.SP</c>.</summary>
    public required string Item { get; init; }

    /// <summary>A plain JSON value, or an object with <c>dataType</c> and <c>value</c> as in events.</summary>
    public required MxValue Value { get; init; }
}
