using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Values;

namespace Gateway.Serialization;

/// <summary>Null is absent in JSON too, where the property's type knows no null. A required property stays missing then.</summary>
internal static class AbsentNull
{
    public static void Allow(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            var of = property.PropertyType;
            if (of.IsValueType && of != typeof(MxValue) && Nullable.GetUnderlyingType(of) is null && property is { Set: not null, IsRequired: false, CustomConverter: null })
            {
                property.CustomConverter = (JsonConverter)Activator.CreateInstance(typeof(AbsentNullConverter<>).MakeGenericType(of), type.Options.GetConverter(of))!;
            }
        }
    }
}
