using Gateway.Errors;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Checks entries of the directory, which any node of the site may have written.</summary>
internal static class SessionEntryCheck
{
    public const int MaxId = 64;

    private const int MaxBytes = 16 * 1024;
    private const int MaxText = 128;
    private const int MaxSubject = 256;

    /// <param name="key">The key of the entry.</param>
    /// <param name="text">Its value.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>Null when it is not of the documented form.</returns>
    public static SiteEntry? Read(string key, string? text, out string fault)
    {
        fault = "";
        if (text is null || text.Length > MaxBytes || ClusterJson.Read<SiteEntry>(text) is not { } entry)
        {
            fault = "it is not the description of a session";
            return null;
        }

        fault = FaultOf(key, entry) ?? "";
        return fault.Length == 0 ? entry : null;
    }

    private static string? FaultOf(string key, SiteEntry entry) =>
        !IsId(key) || entry.SessionId != key ? "its session id is not its key"
        : !IsId(entry.Instance) || entry.Node.Length == 0 || !IsText(entry.Node, MaxText) ? "its node or instance is not a name"
        : entry.Epoch is { } epoch && !IsId(epoch) ? "its epoch is not a name"
        : !IsText(entry.Name, MaxText) || !IsText(entry.ClientIdentity, MaxText) || !IsText(entry.CorrelationId, MaxText) ? "a text is too long or not printable"
        : !IsText(entry.Backend, MaxText) || !IsText(entry.Owner, MaxSubject) || entry.Owner.Length == 0 ? "its backend or its owner is not one"
        : !IsTag(entry.SessionTag) ? "its session tag is not one"
        : !Enum.IsDefined(entry.State) || entry.LeaseSeconds < 0 ? "its state or its lease is not one"
        : null;

    private static bool IsId(string? text) => text is { Length: > 0 and <= MaxId } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private static bool IsText(string? text, int most) => text is null || (text.Length <= most && !text.Any(char.IsControl));

    private static bool IsTag(string? tag)
    {
        try
        {
            OpenSessionValidator.CheckTag(tag);
            return true;
        }
        catch (GatewayException)
        {
            return false;
        }
    }
}
