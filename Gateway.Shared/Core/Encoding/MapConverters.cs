using System.Collections.Concurrent;
using Gateway.Contracts;

namespace Gateway.Encoding;

/// <summary>The converter of each type, made once.</summary>
internal static class MapConverters
{
    private static readonly ConcurrentDictionary<Type, MapConverter> Cache = new();

    public static MapConverter For(Type type) => Cache.GetOrAdd(type, Create);

    private static MapConverter Create(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return new NullableConverter(underlying);
        }

        if (type == typeof(MxValue))
        {
            return new MxValueConverter();
        }

        if (ScalarConverter.Supports(type))
        {
            return new ScalarConverter(type);
        }

        return ListConverter.ElementOf(type) is { } element ? new ListConverter(element) : new ObjectConverter(type);
    }
}
