using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace Gateway.Web.Platform.Settings;

/// <summary>
/// Compares a section of the configuration with the options to which it is bound. It finds texts that are not a valid value of their
/// option, and names that no option has. The framework's binder stops at the first invalid text and ignores unknown names.
/// </summary>
internal sealed class SettingFaults
{
    private readonly List<string> _wrong = [];
    private readonly List<string> _wrongKeys = [];
    private readonly List<UnknownSetting> _unknown = [];

    private SettingFaults()
    {
    }

    /// <summary>One sentence for each text that is not a valid value of its option.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>The full keys of these texts.</summary>
    public IReadOnlyList<string> WrongKeys => _wrongKeys;

    public IReadOnlyList<UnknownSetting> Unknown => _unknown;

    public static SettingFaults Of(IConfigurationSection section, Type options)
    {
        var faults = new SettingFaults();
        faults.CheckOptions(section, options);
        return faults;
    }

    private void Check(IConfigurationSection section, Type type)
    {
        if (IsText(type))
        {
            CheckText(section, type);
        }
        else if (ElementOf(type) is { } element)
        {
            foreach (var child in section.GetChildren())
            {
                Check(child, element);
            }
        }
        else
        {
            CheckOptions(section, type);
        }
    }

    private void CheckOptions(IConfigurationSection section, Type type)
    {
        var options = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsOption).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (options.TryGetValue(child.Key, out var option))
            {
                Check(child, option.PropertyType);
            }
            else
            {
                _unknown.Add(new UnknownSetting(child.Path, UnknownSetting.Nearest(child.Key, options.Keys)));
            }
        }
    }

    private void CheckText(IConfigurationSection section, Type type)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (section.Value is not { } text || wanted == typeof(string) || (text.Length == 0 && wanted != type) || IsValue(text, wanted))
        {
            return;
        }

        // The text is not repeated in the message, because it may be a secret in the wrong place.
        _wrong.Add($"{section.Path} must be {Describe(wanted)}.");
        _wrongKeys.Add(section.Path);
    }

    private static bool IsValue(string text, Type type)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException or OverflowException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Describe(Type type)
    {
        if (type.IsEnum)
        {
            return $"one of {string.Join(", ", Enum.GetNames(type))}";
        }

        return type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(float) || type == typeof(decimal) ? "a number, such as 0.5"
            : type == typeof(TimeSpan) ? "a time, such as 00:00:30 or 1.12:00:00"
            : type == typeof(Uri) ? "an address"
            : $"a {type.Name}";
    }

    private static bool IsOption(PropertyInfo property) =>
        property.GetIndexParameters().Length == 0 && (property.SetMethod is { IsPublic: true } || !IsText(property.PropertyType));

    private static bool IsText(Type type) =>
        type == typeof(string) || TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type) is { } converter
            && converter.CanConvertFrom(typeof(string)) && !typeof(ICollection).IsAssignableFrom(type);

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        var sequence = type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        return sequence is { IsGenericType: true } && sequence.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? sequence.GetGenericArguments()[1] : sequence;
    }
}
