using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Platform.Recorder;

/// <summary>
/// A word of an occurrence: a member of an enum, kept as two numbers. There is no way to make one from a text, so nothing that comes from
/// a client or a worker can be recorded.
/// </summary>
/// <param name="Table">The number of the enum; 0 for no word.</param>
/// <param name="Value">The value of its member.</param>
internal readonly record struct EnumWord(ushort Table, int Value)
{
    private static readonly Lock Gate = new();
    private static Type[] _tables = [];

    public static EnumWord Of<T>(T value)
        where T : struct, Enum => new(TableOf<T>.Number, ValueOf(value));

    /// <returns>The name of the member as on the wire; its number when the enum has no such member; null for no word.</returns>
    public override string? ToString()
    {
        if (Table == 0)
        {
            return null;
        }

        var type = _tables[Table - 1];
        var name = Enum.ToObject(type, Value).ToString()!;
        var isVendors = type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(VendorEnumConverter);
        return isVendors ? name : JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    private static int ValueOf<T>(T value)
        where T : struct, Enum => Unsafe.SizeOf<T>() switch
        {
            sizeof(byte) => Unsafe.BitCast<T, byte>(value),
            sizeof(ushort) => Unsafe.BitCast<T, ushort>(value),
            sizeof(int) => Unsafe.BitCast<T, int>(value),
            _ => throw new NotSupportedException($"{typeof(T).Name} is wider than a word of the recorder."),
        };

    private static ushort Register(Type type)
    {
        lock (Gate)
        {
            _tables = [.. _tables, type];
            return (ushort)_tables.Length;
        }
    }

    private static class TableOf<T>
    {
        public static readonly ushort Number = Register(typeof(T));
    }
}
