using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>The asymmetric signature algorithms and the keys that they need. A key is used only for its own kind of algorithm.</summary>
internal static class SigningAlgorithms
{
    private const int LeastRsaBits = 2048;

    public static IReadOnlyList<string> Known { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static IList<string> Default { get; } = ["RS256", "ES256"];

    public static bool IsKnown(string algorithm) => Known.Contains(algorithm, StringComparer.Ordinal);

    /// <summary>Whether a published key is a public signature key that fits this algorithm.</summary>
    public static bool Fits(JsonWebKey key, string algorithm) =>
        (string.IsNullOrEmpty(key.Use) || key.Use == "sig")
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm)
        && (algorithm[..2] == "ES" ? key.Kty == "EC" && key.Crv == CurveOf(algorithm) : key.Kty == "RSA" && key.KeySize >= LeastRsaBits);

    private static string CurveOf(string algorithm) => algorithm switch
    {
        "ES256" => "P-256",
        "ES384" => "P-384",
        _ => "P-521",
    };
}
