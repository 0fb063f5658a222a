using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>
/// Maps the claims of an outside token to gateway claims, as the options say. Nothing else is taken from the token: a claim that has
/// the same name as a gateway claim by chance has no effect.
/// </summary>
internal static class OutsideClaims
{
    public const string AuthenticationType = "OutsideToken";

    private static readonly string[] WithoutAdmin = [.. Scopes.All.Where(scope => scope != Scopes.Admin)];

    /// <summary>Null when the token names no subject or gets no scope.</summary>
    public static ClaimsIdentity? Map(JsonWebToken token, ClaimsIdentity verified, OutsideIssuerOptions options)
    {
        if (ValuesOf(verified, options.SubjectClaim) is not [{ Length: > 0 } subject])
        {
            return null;
        }

        var grants = options.Grants.Where(grant => ValuesOf(verified, grant.Claim).Contains(grant.Value, StringComparer.Ordinal)).ToArray();
        var allowed = options.AllowedScopes.Count == 0 ? WithoutAdmin : options.AllowedScopes;
        string[] scopes = [.. WordsOf(verified, options.ScopeClaim).Intersect(allowed, StringComparer.Ordinal).Union(grants.SelectMany(grant => grant.Scopes))];
        if (scopes.Length == 0)
        {
            return null;
        }

        var tags = WordsOf(verified, options.SessionTagsClaim).Union(grants.SelectMany(grant => grant.SessionTags));
        return new ClaimsIdentity(
            [
                new Claim(ClaimNames.Subject, options.SubjectPrefix + subject),
                new Claim(ClaimNames.TokenId, IdOf(token)),
                new Claim(ClaimNames.Issuer, token.Issuer),
                new Claim(ClaimNames.Scope, string.Join(' ', scopes)),
                new Claim(ClaimNames.ExpiresAt, new DateTimeOffset(token.ValidTo).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
                .. tags.Select(tag => new Claim(ClaimNames.SessionTags, tag)),
            ],
            AuthenticationType,
            ClaimNames.Subject,
            ClaimsIdentity.DefaultRoleClaimType);
    }

    // The id in the token is never used, because it could be the id of one of the gateway's own tokens.
    private static string IdOf(JsonWebToken token) =>
        "oidc-" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token.EncodedToken)).AsSpan(0, 16));

    private static string[] ValuesOf(ClaimsIdentity identity, string claim) =>
        claim.Length == 0 ? [] : [.. identity.FindAll(claim).Select(found => found.Value)];

    private static IEnumerable<string> WordsOf(ClaimsIdentity identity, string claim) =>
        ValuesOf(identity, claim).SelectMany(value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal);
}
