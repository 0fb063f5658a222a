using System.Collections;

namespace Gateway.Web.Platform.Logging;

/// <summary>The values of a log entry with cleaned texts, for log providers that write values by name.</summary>
internal sealed class CleanEntry : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _values;
    private readonly string _text;

    /// <param name="state">The state of the log entry.</param>
    /// <param name="text">The whole message, cleaned.</param>
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

    // A value that is not a number, a flag or similar is replaced by its text, because it may contain other texts.
    private static object? Clean(object? value) => value is null or IConvertible and not string ? value : LogText.Clean($"{value}");
}
