using System.Text;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>The headers of messages of the log.</summary>
internal static class MessageHead
{
    public const string Format = "Gateway-Format";
    public const string Kind = "Gateway-Kind";
    public const string Epoch = "Gateway-Epoch";
    public const string First = "Gateway-First";
    public const string Last = "Gateway-Last";
    public const string Reason = "Gateway-Reason";
    public const string Through = "Gateway-Through";
    public const string Part = "Gateway-Part";
    public const string Writer = "Gateway-Writer";

    /// <summary>Reads headers in the form in which the server returns a stored message.</summary>
    /// <param name="encoded">The head of the message in Base64; null when it has none.</param>
    public static IReadOnlyDictionary<string, string> Read(string? encoded)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.UTF8.GetString(Convert.FromBase64String(encoded ?? "")).Split("\r\n").Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                found[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        return found;
    }
}
