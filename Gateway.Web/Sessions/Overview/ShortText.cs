using System.Diagnostics.CodeAnalysis;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Bounds the texts of a row, so that the size of a message is bounded too.</summary>
internal static class ShortText
{
    private const int Most = 200;

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || text.Length <= Most ? text : string.Concat(text.AsSpan(0, Most - 1), "…");
}
