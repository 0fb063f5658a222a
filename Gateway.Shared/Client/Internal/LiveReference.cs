namespace Gateway.Client.Internal;

/// <summary>How references are compared: without surrounding blanks and without regard to case.</summary>
internal static class LiveReference
{
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    public static string KeyOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Trim();
    }
}
