using System.Globalization;

namespace UnmodifiedClient;

/// <summary>Converts MXAccess values between the forms of the two protocols and .NET types.</summary>
public sealed class PlainValues(bool packed)
{
    private const long MaxExact = 1L << 53;

    /// <summary>A typed value for a write.</summary>
    public Dictionary<string, object?> Outgoing(object value)
    {
        var element = ElementOf(value.GetType());
        var raw = value is Array list ? list.Cast<object>().Select(OutgoingScalar).ToArray() : OutgoingScalar(value);
        var map = new Dictionary<string, object?> { ["dataType"] = DataTypeOf(element), ["value"] = raw };
        if (element == typeof(long))
        {
            map["variantType"] = "Int64";
        }

        return map;
    }

    /// <summary>A received value as the item's type.</summary>
    public object Incoming(object? raw, Type type)
    {
        if (!type.IsArray)
        {
            return IncomingScalar(raw, type);
        }

        var elements = (object?[])raw!;
        var list = Array.CreateInstance(type.GetElementType()!, elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            list.SetValue(IncomingScalar(elements[i], type.GetElementType()!), i);
        }

        return list;
    }

    private static Type ElementOf(Type type) => type.GetElementType() ?? type;

    private static string DataTypeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "Boolean",
        TypeCode.Int32 or TypeCode.Int64 => "Integer",
        TypeCode.Single => "Float",
        TypeCode.Double => "Double",
        TypeCode.DateTime => "Time",
        _ => "String",
    };

    private object OutgoingScalar(object value) => value switch
    {
        long number and (> MaxExact or < -MaxExact) => number.ToString(CultureInfo.InvariantCulture),
        float.NaN or float.PositiveInfinity or float.NegativeInfinity or double.NaN or double.PositiveInfinity or double.NegativeInfinity when !packed =>
            Convert.ToString(value, CultureInfo.InvariantCulture)!,
        DateTime time when packed => OutgoingTime(time),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => value,
    };

    // Microseconds since 1970; the digit of 100 ns is added when it is not zero, or when the number could be mistaken for a list.
    private static object OutgoingTime(DateTime time)
    {
        var (microseconds, digit) = Math.DivRem(time.Ticks - DateTime.UnixEpoch.Ticks, 10L);
        (microseconds, digit) = digit < 0 ? (microseconds - 1, digit + 10) : (microseconds, digit);
        object number = microseconds is > MaxExact or < -MaxExact ? microseconds.ToString(CultureInfo.InvariantCulture) : microseconds;
        return digit == 0 && microseconds is <= 0 or > 9 ? number : new object[] { number, digit };
    }

    private object IncomingScalar(object? raw, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.DateTime when packed => IncomingTime(raw),
        TypeCode.DateTime => DateTime.Parse((string)raw!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        // .NET accepts an integer, a double and the text of either.
        _ => Convert.ChangeType(raw!, type, CultureInfo.InvariantCulture),
    };

    private static DateTime IncomingTime(object? raw)
    {
        var (number, digit) = raw is object?[] pair ? (pair[0], (long)pair[1]!) : (raw, 0L);
        return DateTime.UnixEpoch.AddTicks((Convert.ToInt64(number, CultureInfo.InvariantCulture) * 10) + digit);
    }
}
