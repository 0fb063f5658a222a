using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Contracts;
using Gateway.Web.Streams.Feed.Journal;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// Detects that the configuration differs from that of the previous run. It keeps digests, not settings. A changed secret is not
/// detected, because the effective configuration does not contain secrets.
/// </summary>
/// <param name="view">The effective configuration by section, without secrets.</param>
internal sealed class ConfigurationWatch(Func<JsonObject> view)
{
    /// <returns>The change, with the names of the sections; null when nothing has changed or there is nothing to compare
    /// with.</returns>
    public FeedEntry? Compare(FeedJournal journal)
    {
        var current = view().ToDictionary(section => section.Key, section => DigestOf(section.Value), StringComparer.Ordinal);
        var text = journal.ReadMeta(FeedMetaKeys.Configuration);
        var former = text is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(text);
        var changed = former is null ? [] : current.Keys.Union(former.Keys)
            .Where(section => current.GetValueOrDefault(section) != former.GetValueOrDefault(section)).Order(StringComparer.Ordinal).ToArray();
        if (former is null || changed.Length > 0)
        {
            journal.WriteMeta(FeedMetaKeys.Configuration, JsonSerializer.Serialize(current));
        }

        return changed.Length == 0
            ? null
            : new FeedEntry { Kind = FeedKind.ConfigurationChanged, Data = new Dictionary<string, string> { ["sections"] = string.Join(", ", changed) } };
    }

    private static string DigestOf(JsonNode? section) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(section?.ToJsonString() ?? "")).AsSpan(0, 8));
}
