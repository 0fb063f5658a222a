using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Serialization;

/// <summary>An enum's names as JSON has them: the converter attribute on the type decides.</summary>
internal sealed class EnumWireNames
{
    private readonly Dictionary<object, string> _names = [];
    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);

    public EnumWireNames(Type type)
    {
        var camelCase = type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(CamelCaseEnumConverter);
        AllowsNumbers = !camelCase;
        foreach (var value in Enum.GetValues(type))
        {
            var name = value.ToString()!;
            var wire = camelCase ? JsonNamingPolicy.CamelCase.ConvertName(name) : name;
            _names[value] = wire;
            _values[wire] = value;
        }
    }

    /// <summary>Vendor enums keep values outside the list as numbers; ours have none.</summary>
    public bool AllowsNumbers { get; }

    public string? NameOf(object value) => _names.GetValueOrDefault(value);

    public object? ValueOf(string name) => _values.GetValueOrDefault(name);
}
