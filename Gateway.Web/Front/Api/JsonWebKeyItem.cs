using System.Diagnostics.CodeAnalysis;
using Gateway.Web.Access.Keys;

namespace Gateway.Web.Front.Api;

/// <summary>A public ES256 key with the member names of a JSON Web Key.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Members of the wire form.")]
internal sealed record JsonWebKeyItem(string Kid, string X, string Y)
{
    public string Kty => "EC";

    public string Crv => "P-256";

    public string Use => "sig";

    public string Alg => SigningKeyRing.Algorithm;
}
