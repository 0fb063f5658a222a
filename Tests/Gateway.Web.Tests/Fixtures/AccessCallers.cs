using System.Security.Cryptography;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Access.Callers;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// A token for every kind of caller in the access tables, for one session of <c>olga</c> with the tag <c>line-1</c>.
/// </summary>
internal static class AccessCallers
{
    /// <summary>The kinds in the order of the columns of the tables.</summary>
    public static readonly string[] Accepted = ["owner", "other", "rightTag", "wrongTag", "bound", "globbed", "admin"];

    public static readonly string[] Refused = ["none", "expired", "revoked", "wrongKey", "algNone", "hs256", "wrongAudience"];

    private static readonly string[] All = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions, Scopes.CloseSessions, Scopes.ReadFeed];

    public static TokenRequest Request(string kind, string? sessionId) => kind switch
    {
        "owner" => New("olga"),
        "other" => New("eve"),
        "rightTag" => New("tina") with { SessionTags = ["line-1"] },
        "wrongTag" => New("walt") with { SessionTags = ["line-2"] },
        "bound" => New("bob") with { SessionId = sessionId },
        "globbed" => New("gus") with { SessionTags = ["line-1"], Read = ["Tank101.*"] },
        "admin" => New("root") with { Scopes = [Scopes.Admin] },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static async Task<string> TokenAsync(GatewayHost host, string kind, string? sessionId) =>
        (await host.MintAsync(Request(kind, sessionId))).Token.Token;

    /// <summary>A token that must not be accepted, although it contains the rights of an admin.</summary>
    public static async Task<string?> RefusedTokenAsync(GatewayHost host, string kind)
    {
        var keys = host.Get<SigningKeyRing>();
        var kid = keys.Active.Key.KeyId;
        var forged = ForgedToken.Like(kid, host.Clock.GetUtcNow());
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        switch (kind)
        {
            case "none":
                return null;
            case "expired":
                var old = await host.MintAsync(New("root") with { Scopes = [Scopes.Admin], Lifetime = TimeSpan.FromSeconds(1) });
                host.Clock.Advance(TimeSpan.FromMinutes(1));
                return old.Token.Token;
            case "revoked":
                var revoked = await host.MintAsync(New("root") with { Scopes = [Scopes.Admin] });
                var by = new Caller { Subject = "test", TokenId = "t", ExpiresAt = DateTimeOffset.MaxValue };
                await host.Get<TokenRevoker>().RevokeAsync(revoked.Info.TokenId, by, null, Patience.Token);
                return revoked.Token.Token;
            case "wrongKey":
                return forged.SignedWith(stranger);
            case "algNone":
                forged.Header["alg"] = "none";
                return forged.Unsigned();
            case "hs256":
                forged.Header["alg"] = "HS256";
                return forged.SignedWithSecret(((Microsoft.IdentityModel.Tokens.ECDsaSecurityKey)keys.Find(kid)!).ECDsa.ExportSubjectPublicKeyInfo());
            case "wrongAudience":
                forged.Payload["aud"] = "another";
                return forged.SignedWith(((Microsoft.IdentityModel.Tokens.ECDsaSecurityKey)keys.Find(kid)!).ECDsa);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private static TokenRequest New(string subject) => new() { Subject = subject, Scopes = All, Lifetime = TimeSpan.FromHours(1) };
}
