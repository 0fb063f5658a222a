using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>A public ES256 key with the member names of a JSON Web Key. It has no member for a private part.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Members of the wire form.")]
internal sealed record JsonWebKeyItem(string Kid, string X, string Y)
{
    public string Kty => "EC";

    public string Crv => "P-256";

    public string Use => "sig";

    public string Alg => SigningKeyRing.Algorithm;

    /// <summary>The public part of a key.</summary>
    public static JsonWebKeyItem Of(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKeyItem(key.KeyId, Base64UrlEncoder.Encode(point.X!), Base64UrlEncoder.Encode(point.Y!));
    }
}
