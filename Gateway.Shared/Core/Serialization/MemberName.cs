namespace Gateway.Serialization;

/// <summary>Names that a caller wrote, for the message that refuses them.</summary>
public static class MemberName
{
    private const int MaxLength = 100;

    /// <summary>The name or path, without what a reader of the message or of a log could take for more than a name.</summary>
    public static string Printable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Take(MaxLength).Select(character => char.IsAsciiLetterOrDigit(character) || character is '$' or '.' or '_' or '-' or '[' or ']' ? character : '?'));
    }
}
