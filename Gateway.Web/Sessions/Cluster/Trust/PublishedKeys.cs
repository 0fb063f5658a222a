using System.Text.Json;
using Gateway.Web.Access.Keys;
using Gateway.Web.Sessions.Cluster.JetStream;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>What an owner says of itself in the bucket of keys.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Address">Where clients reach it; null when it does not say.</param>
/// <param name="Keys">The public keys that verify its tokens.</param>
internal sealed record PublishedKeys(string Node, string? Address, IReadOnlyList<ECDsaSecurityKey> Keys)
{
    /// <summary>Most keys of one owner. Of more, the newest are published.</summary>
    public const int MaxKeys = 64;

    /// <summary>Elements of the entry that are no keys.</summary>
    public int Refused { get; private init; }

    private const int MaxDepth = 4;
    private const int MaxText = 256;

    /// <summary>
    /// Reads an entry, which may be hostile. Null when it does not have the form of an entry; a key that is none is left out.
    /// </summary>
    public static PublishedKeys? Read(ReadOnlyMemory<byte> text)
    {
        if (text.Length is 0 or > TrustBuckets.MaxKeysBytes)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public byte[] Write() => ClusterJson.WriteBytes(new { Node, Address, Keys = JsonWebKeyList.Of(Keys.Take(MaxKeys)).Keys });

    private static PublishedKeys? Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() > MaxKeys)
        {
            return null;
        }

        ECDsaSecurityKey[] read = [.. keys.EnumerateArray().Select(PublicKeyReader.Read).OfType<ECDsaSecurityKey>()];
        return new PublishedKeys(TextOf(entry, "node") ?? "unknown", AddressOf(entry), read) { Refused = keys.GetArrayLength() - read.Length };
    }

    // The address is shown to users, so it is an address or nothing.
    private static string? AddressOf(JsonElement entry) => TextOf(entry, "address") is { } address && ClusterOptionsValidator.IsWebAddress(address) ? address : null;

    private static string? TextOf(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 and <= MaxText } found && !found.Any(char.IsControl)
            ? found
            : null;
}
