using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.Serialization;

/// <summary>Creates the converter of each type once and keeps it.</summary>
internal static class ConverterCache
{
    private static readonly ConcurrentDictionary<Type, MapConverter> Cache = new();

    private static readonly ConcurrentDictionary<Type, MapConverter> Objects = new();

    public static MapConverter For(Type type) => Cache.GetOrAdd(type, Create);

    /// <summary>The plain property map of a type that also has a converter of its own.</summary>
    public static MapConverter ForObject(Type type) => Objects.GetOrAdd(type, static t => new ObjectConverter(t));

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

        if (type == typeof(MxEvent))
        {
            return new EventConverter();
        }

        if (type == typeof(IReadOnlyList<MxEvent>) || type == typeof(RowBlock))
        {
            return new EventListConverter();
        }

        if (type.IsAssignableTo(typeof(StreamItem)))
        {
            return new KindedConverter(StreamItemKinds.TypeOf);
        }

        if (type.IsAssignableTo(typeof(MultiSessionItem)))
        {
            return new KindedConverter(MultiSessionItemKinds.TypeOf);
        }

        if (type.IsAssignableTo(typeof(FeedItem)))
        {
            return new KindedConverter(FeedItemKinds.TypeOf);
        }

        if (type.IsAssignableTo(typeof(AlarmItem)))
        {
            return new KindedConverter(AlarmItemKinds.TypeOf);
        }

        if (type.IsAssignableTo(typeof(OverviewItem)))
        {
            return new KindedConverter(OverviewItemKinds.TypeOf);
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return new TextMapConverter();
        }

        if (ScalarConverter.Supports(type))
        {
            return new ScalarConverter(type);
        }

        return ListConverter.ElementOf(type) is { } element ? new ListConverter(element) : new ObjectConverter(type);
    }
}
