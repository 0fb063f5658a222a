using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Values;

namespace Gateway.Serialization;

/// <summary>
/// Null is absent in JSON too, as in MessagePack: a property keeps what it has without it, and a required property is missing.
/// </summary>
internal static class AbsentNull
{
    public static void Allow(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var untouched = type.CreateObject?.Invoke();
        foreach (var property in type.Properties.Where(property => property is { Set: not null, CustomConverter: null }))
        {
            var initial = untouched is null ? null : property.Get?.Invoke(untouched);
            if (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null)
            {
                KeepValue(property, initial);
            }
            else if (property.IsRequired || initial is not null)
            {
                KeepReference(property);
            }
        }
    }

    // In a value, null is a value.
    private static void KeepValue(JsonPropertyInfo property, object? initial)
    {
        var of = property.PropertyType;
        if (of != typeof(MxValue) && !property.IsRequired)
        {
            property.CustomConverter = (JsonConverter)Activator.CreateInstance(
                typeof(AbsentNullConverter<>).MakeGenericType(of), property.Options.GetConverter(of), initial ?? Activator.CreateInstance(of))!;
        }
    }

    private static void KeepReference(JsonPropertyInfo property)
    {
        var set = property.Set!;
        property.Set = (target, value) =>
        {
            if (value is not null)
            {
                set(target, value);
            }
            else if (property.IsRequired)
            {
                throw new JsonException($"{property.Name} is missing.");
            }
        };
    }
}
