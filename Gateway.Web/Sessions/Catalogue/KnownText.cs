namespace Gateway.Web.Sessions.Catalogue;

/// <summary>Texts that a source gives for people; they are not longer here than what one reads in a list.</summary>
internal static class KnownText
{
    private const int MaxLength = 512;

    public static string? Short(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= MaxLength ? text : text[..MaxLength];
}
