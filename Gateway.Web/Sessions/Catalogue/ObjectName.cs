namespace Gateway.Web.Sessions.Catalogue;

/// <summary>The names of objects that are looked for.</summary>
internal static class ObjectName
{
    private const int MaxLength = 256;

    public static bool IsValid(string? name) => name is { Length: > 0 and <= MaxLength }
        && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '*' or '?' or '[' or ']' or '(' or ')');
}
