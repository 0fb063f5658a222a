using System.Collections.Frozen;
using System.Text.Json;

namespace Gateway.Values;

/// <summary>The members that a value may have in a request.</summary>
internal static class ValueMembers
{
    private static readonly FrozenSet<string> Event = FrozenSet.Create(
        StringComparer.Ordinal,
        "sequence", "family", "serverHandle", "itemHandle", "workerTime", "statuses", "quality", "sourceTime", "rawTime", "qualities", "sourceTimes");

    public static IReadOnlyList<string> OfValue { get; } = [ValueJson.DataTypeName, ValueJson.VariantTypeName, ValueJson.ValueName];

    /// <summary>An event carries the three members of its value itself, so that applications write back the event; its other members say
    /// nothing of the value.</summary>
    public static bool IsOfEvent(string name) => Event.Contains(name);

    /// <exception cref="JsonException">There is a member that neither a value nor an event has.</exception>
    public static void RefuseUnknown(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object
            && element.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !OfValue.Contains(name, StringComparer.Ordinal) && !IsOfEvent(name)) is { } unknown)
        {
            throw new JsonException($"A value has no member {unknown}.", unknown, null, null);
        }
    }
}
