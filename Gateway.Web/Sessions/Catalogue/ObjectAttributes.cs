using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>The attributes with which an object describes itself, and what was read from them.</summary>
internal static class ObjectAttributes
{
    /// <summary>Attributes of an attribute.</summary>
    public const string Unit = "EngUnits";
    public const string Description = "Description";

    /// <summary>The names of all attributes of an object.</summary>
    public static string NamesOf(string name) => $"{name}._Attributes[]";

    public static string AreaOf(string name) => $"{name}.Area";

    public static string DescriptionOf(string name) => $"{name}.ShortDesc";

    /// <summary>Texts of an array; none when the read failed or the value is something else.</summary>
    public static string[] NamesIn(MxItemResult result) =>
        result.Value is { IsArray: true, ElementType: VariantType.String } names ? (string[])names.AsArray() : [];

    /// <summary>Null when the read failed, or when the value is no text or the empty one.</summary>
    public static string? TextIn(MxItemResult result) => result.Value is { Type: VariantType.String } text && text.AsString() is { Length: > 0 } read ? read : null;
}
