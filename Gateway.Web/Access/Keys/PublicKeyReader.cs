using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>
/// Reads a public signing key that another gateway has published. The text may be hostile: only an ES256 key without a private part,
/// whose id is its own, becomes a key.
/// </summary>
internal static class PublicKeyReader
{
    private const int CoordinateBytes = 32;

    /// <summary>The text members of a key, and what they must be; null where the content is checked apart.</summary>
    private static readonly (string Name, string? Value)[] Members =
        [("kty", "EC"), ("crv", "P-256"), ("use", "sig"), ("alg", SigningKeyRing.Algorithm), ("kid", null), ("x", null), ("y", null)];

    /// <summary>Null when it is not such a key. The caller disposes the key.</summary>
    public static ECDsaSecurityKey? Read(JsonElement text)
    {
        // Exactly these members, each once: so there is none of a private or a symmetric key.
        if (text.ValueKind != JsonValueKind.Object || text.EnumerateObject().Count() != Members.Length || !Array.TrueForAll(Members, member => Has(text, member)))
        {
            return null;
        }

        return CoordinateOf(text, "x") is { } x && CoordinateOf(text, "y") is { } y ? Import(text.GetProperty("kid").GetString()!, new ECPoint { X = x, Y = y }) : null;
    }

    private static bool Has(JsonElement text, (string Name, string? Value) member) =>
        text.TryGetProperty(member.Name, out var found) && found.ValueKind == JsonValueKind.String && (member.Value is null || found.ValueEquals(member.Value));

    private static byte[]? CoordinateOf(JsonElement text, string name)
    {
        var encoded = text.GetProperty(name).GetString()!;
        return Base64Url.IsValid(encoded, out var length) && length == CoordinateBytes ? Base64Url.DecodeFromChars(encoded) : null;
    }

    private static ECDsaSecurityKey? Import(string kid, ECPoint point)
    {
        var key = ECDsa.Create();
        try
        {
            // The import refuses a point that is not on the curve.
            key.ImportParameters(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            if (KeyId.Of(key) == kid)
            {
                // As for an own key: the library's default cache of signature providers is shared by the process and outlives the key.
                return new ECDsaSecurityKey(key) { KeyId = kid, CryptoProviderFactory = new CryptoProviderFactory() };
            }
        }
        catch (CryptographicException)
        {
            // Not a key.
        }

        key.Dispose();
        return null;
    }
}
