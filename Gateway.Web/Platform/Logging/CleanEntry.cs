using System.Collections;

namespace Gateway.Web.Platform.Logging;

/// <summary>The values of a log entry with clean texts, for logs that write values by name.</summary>
internal sealed class CleanEntry : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _values;
    private readonly string _text;

    /// <param name="state">What was logged.</param>
    /// <param name="text">The whole message, clean.</param>
    public CleanEntry(object? state, string text)
    {
        _text = text;
        _values = state is IReadOnlyList<KeyValuePair<string, object?>> values
            ? [.. values.Select(value => KeyValuePair.Create(value.Key, Clean(value.Value)))]
            : [];
    }

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public override string ToString() => _text;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Whatever is not a number, a flag or the like becomes its text: it may hold texts of its own.
    private static object? Clean(object? value) => value is null or IConvertible and not string ? value : LogText.Clean($"{value}");
}
