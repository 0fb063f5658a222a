using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gateway.Values;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>A record as a map of its public settable properties.</summary>
internal sealed class ObjectConverter : MapConverter
{
    private readonly Type _type;
    private readonly Property[] _properties;
    private readonly Dictionary<string, Property> _byName;

    public ObjectConverter(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new NotSupportedException($"{type} has no parameterless constructor and cannot be written as a map.");
        }

        _type = type;
        _properties = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.CanWrite).Select(Property.Of)];
        _byName = _properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
    }

    public override void Write(in WireWriter writer, object? value) => Write(writer, value, []);

    /// <param name="writer">Where to.</param>
    /// <param name="value">The object, or null.</param>
    /// <param name="leading">Entries that come first.</param>
    public void Write(in WireWriter writer, object? value, ReadOnlySpan<KeyValuePair<string, string>> leading)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var values = new object?[_properties.Length];
        var present = 0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _properties[i].Info.GetValue(value);
            present += values[i] is null ? 0 : 1;
        }

        writer.WriteMapHeader(leading.Length + present);
        foreach (var (name, text) in leading)
        {
            writer.WriteString(name);
            writer.WriteString(text);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } property)
            {
                writer.WriteString(_properties[i].Name);
                ConverterCache.For(_properties[i].Info.PropertyType).Write(writer, property);
            }
        }
    }

    public override object? Read(ref WireReader reader, MapReading reading)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        var target = Activator.CreateInstance(_type)!;
        var missing = _properties.Where(p => p.Required).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        for (var count = reader.ReadMapHeader(); count > 0; count--)
        {
            var name = reader.ReadString();
            if (!_byName.TryGetValue(name, out var property))
            {
                reading.SkipUnknown(ref reader, name, _type, _byName.Keys);
            }
            else if (ReadProperty(ref reader, property, reading.Inside()) is { } value)
            {
                property.Info.SetValue(target, value);
                missing.Remove(property.Name);
            }
        }

        return missing.Count == 0
            ? target
            : throw new MalformedDataException($"{_type.Name} lacks {string.Join(", ", missing.Order(StringComparer.Ordinal))}.");
    }

    // Nil is absent, whatever the type; in a value, nil is a value.
    private static object? ReadProperty(ref WireReader reader, Property property, MapReading reading)
    {
        var type = property.Info.PropertyType;
        if (type.IsValueType && type != typeof(MxValue) && reader.TryReadNil())
        {
            return null;
        }

        try
        {
            return ConverterCache.For(type).Read(ref reader, reading);
        }
        catch (MalformedDataException error)
        {
            throw new MalformedDataException($"{property.Name}: {error.Message}");
        }
    }

    private sealed record Property(string Name, PropertyInfo Info, bool Required)
    {
        public static Property Of(PropertyInfo info) => new(
            JsonNamingPolicy.CamelCase.ConvertName(info.Name),
            info,
            info.GetCustomAttribute<RequiredMemberAttribute>() is not null);
    }
}
