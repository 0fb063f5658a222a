using Gateway.Contracts;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Reads what alarms are called. <c>DescAttrName</c> is the text itself or a reference to it; when it is empty, the text is the short description of
/// the object.
/// </summary>
internal static class AlarmTexts
{
    private const string Me = "me.";

    /// <returns>The texts in the order of the alarms; null where there is none.</returns>
    /// <exception cref="Errors.GatewayException">The session does not answer.</exception>
    public static async Task<IReadOnlyList<string?>> ReadAsync(MonitorSession session, IReadOnlyList<MonitoredRoot> roots, CancellationToken cancellationToken)
    {
        var stated = (await session.ReadAsync([.. roots.Select(root => $"{root.Reference}.DescAttrName")], cancellationToken)).Select(TextOf).ToArray();
        var sources = roots.Zip(stated, (root, text) => text is null ? null : SourceOf(text, root.Object)).ToArray();
        string[] asked = [.. sources.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        var texts = asked.Zip((await session.ReadAsync(asked, cancellationToken)).Select(TextOf)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
        return [.. stated.Zip(sources, (text, source) => NullIfEmpty(source is null ? text : texts[source] ?? Literal(text!)))];
    }

    /// <summary>Where the text is when it is not what was stated; null when it is.</summary>
    private static string? SourceOf(string text, string target) => text switch
    {
        "" => $"{target}.ShortDesc",
        _ when IsOfObject(text) => $"{target}.{text[Me.Length..]}",
        _ when IsReference(text) => text,
        _ => null,
    };

    // A text such as pump.overheated looks like a reference, but nothing has this name. A reference to nothing is no text for people.
    private static string? Literal(string text) => IsOfObject(text) ? null : text;

    private static bool IsOfObject(string text) => text.StartsWith(Me, StringComparison.OrdinalIgnoreCase) && IsReference(text);

    private static bool IsReference(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < text.Length - 1 && text.All(one => char.IsLetterOrDigit(one) || one is '.' or '_' or '$' or '#' or '[' or ']');

    private static string? TextOf(MxItemResult result) => MonitorSession.TextIn(result);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
