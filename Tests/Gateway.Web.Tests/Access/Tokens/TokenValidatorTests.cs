using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Tests.Access.Tokens;

/// <summary>What the gateway that signs the tokens accepts. EdgeTokenValidatorTests runs the same tests on what another gateway of its site accepts.</summary>
public class TokenValidatorTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    private TokenValidator Validator => ValidatorOf(_host);

    private SigningKeyRing Keys => _host.Services.GetRequiredService<SigningKeyRing>();

    private ECDsa Pair => ((ECDsaSecurityKey)Keys.Active.Key).ECDsa;

    public Task InitializeAsync() => _host.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Issued_token_gives_back_its_caller()
    {
        var issued = _host.Issuer.Issue(new TokenRequest
        {
            Subject = "ada",
            Scopes = [Scopes.ReadSessions, Scopes.WriteSessions],
            SessionTags = ["line-1", "line-2"],
            SessionId = "s1",
            Lifetime = TimeSpan.FromMinutes(5),
        });

        var caller = (await Validator.ValidateAsync(issued.Token, Patience.Token)).Caller!;

        Assert.Equal("ada", caller.Subject);
        Assert.Equal(issued.TokenId, caller.TokenId);
        Assert.Equal([Scopes.ReadSessions, Scopes.WriteSessions], caller.Scopes.Order());
        Assert.Equal(["line-1", "line-2"], caller.SessionTags.Order());
        Assert.Equal("s1", caller.SessionId);
        Assert.Equal(issued.ExpiresAt, caller.ExpiresAt);
    }

    [Fact]
    public void Issued_token_has_exactly_the_documented_claims()
    {
        var issued = _host.Issue(Scopes.Admin);

        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(issued.Token.Split('.')[1]))!.AsObject();

        Assert.Equal(["aud", "exp", "iat", "iss", "jti", "scope", "session_tags", "sub"], payload.Select(pair => pair.Key).Order());
        Assert.Equal(3600, (long)payload["exp"]! - (long)payload["iat"]!);
    }

    [Fact]
    public async Task A_token_made_by_hand_with_our_key_is_accepted() => Assert.Null(await RefusalAsync(Like().SignedWith(Pair)));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..")]
    public async Task Text_that_is_no_token_is_malformed(string text) => Assert.Equal(TokenRefusal.Malformed, await RefusalAsync(text));

    [Fact]
    public async Task A_token_beyond_the_length_limit_is_not_looked_at() =>
        Assert.Equal(TokenRefusal.TooLong, await RefusalAsync(new string('a', TokenValidator.MaxLength + 1)));

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("")]
    public async Task An_unsigned_token_is_refused(string algorithm)
    {
        var token = Like();
        token.Header["alg"] = algorithm;
        Assert.Equal(TokenRefusal.Algorithm, await RefusalAsync(token.Unsigned()));
    }

    [Fact]
    public async Task A_token_that_claims_our_algorithm_without_a_signature_is_refused() =>
        Assert.Contains(await RefusalAsync(Like().Unsigned()), new TokenRefusal?[] { TokenRefusal.Malformed, TokenRefusal.Signature });

    [Fact]
    public async Task A_token_without_an_algorithm_is_refused()
    {
        var token = Like();
        token.Header.Remove("alg");
        Assert.Contains(await RefusalAsync(token.SignedWith(Pair)), new TokenRefusal?[] { TokenRefusal.Malformed, TokenRefusal.Algorithm });
    }

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        var point = Pair.ExportParameters(false).Q;
        byte[][] secrets = [Pair.ExportSubjectPublicKeyInfo(), [.. point.X!, .. point.Y!], [4, .. point.X!, .. point.Y!],
            System.Text.Encoding.ASCII.GetBytes(Pair.ExportSubjectPublicKeyInfoPem())];
        var token = Like();
        token.Header["alg"] = "HS256";

        await Assert.AllAsync(secrets, async secret => Assert.Equal(TokenRefusal.Algorithm, await RefusalAsync(token.SignedWithSecret(secret))));
    }

    [Theory]
    [InlineData("ES384")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("es256")]
    public async Task Another_algorithm_name_is_refused_even_with_our_signature(string algorithm)
    {
        var token = Like();
        token.Header["alg"] = algorithm;
        Assert.Equal(TokenRefusal.Algorithm, await RefusalAsync(token.SignedWith(Pair)));
    }

    [Fact]
    public async Task Another_key_under_our_key_id_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync(Like().SignedWith(other)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    public async Task A_key_id_that_is_not_ours_is_refused(string? kid)
    {
        var token = Like();
        token.Header["kid"] = kid;
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(token.SignedWith(Pair)));
    }

    [Fact]
    public async Task A_key_carried_in_the_token_is_ignored()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = other.ExportParameters(false).Q;
        var token = Like();
        token.Header["jwk"] = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync(token.SignedWith(other)));
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task A_key_named_by_an_address_is_ignored(string header)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = Like();
        token.Header[header] = "http://127.0.0.1:9/keys";
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync(token.SignedWith(other)));
    }

    [Fact]
    public async Task A_changed_payload_is_refused()
    {
        var good = _host.Issue(Scopes.ReadSessions).Token.Split('.');
        var payload = Base64UrlEncoder.Decode(good[1]).Replace(Scopes.ReadSessions, Scopes.Admin, StringComparison.Ordinal);
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync($"{good[0]}.{Base64UrlEncoder.Encode(payload)}.{good[2]}"));
    }

    [Theory]
    [InlineData("iss", "other", TokenRefusal.Issuer)]
    [InlineData("iss", null, TokenRefusal.Issuer)]
    [InlineData("aud", "other", TokenRefusal.Audience)]
    [InlineData("aud", null, TokenRefusal.Audience)]
    [InlineData("sub", null, TokenRefusal.Claims)]
    [InlineData("sub", "", TokenRefusal.Claims)]
    [InlineData("jti", null, TokenRefusal.Claims)]
    [InlineData("exp", null, TokenRefusal.Claims)]
    [InlineData("exp", "tomorrow", TokenRefusal.Malformed)]
    public async Task A_wrong_claim_under_our_signature_is_refused(string claim, string? value, object expected)
    {
        var token = Like();
        token.Payload.Remove(claim);
        if (value is not null)
        {
            token.Payload[claim] = value;
        }

        Assert.Equal((TokenRefusal)expected, await RefusalAsync(token.SignedWith(Pair)));
    }

    [Fact]
    public async Task An_unknown_scope_allows_nothing()
    {
        var token = Like();
        token.Payload["scope"] = "root sessions:read ADMIN";
        Assert.Equal([Scopes.ReadSessions], (await Validator.ValidateAsync(token.SignedWith(Pair), Patience.Token)).Caller!.Scopes);
    }

    [Fact]
    public async Task A_token_ends_with_its_life_plus_the_clock_skew()
    {
        var token = _host.Issuer.Issue(new TokenRequest { Subject = "ada", Scopes = [Scopes.Admin], Lifetime = TimeSpan.FromMinutes(1) });

        _host.Clock.Advance(TimeSpan.FromSeconds(85));
        Assert.Null(await RefusalAsync(token.Token));
        _host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(TokenRefusal.Expired, await RefusalAsync(token.Token));
    }

    [Theory]
    [InlineData("nbf")]
    [InlineData("iat")]
    public async Task A_token_from_the_future_is_refused(string claim)
    {
        var token = Like();
        token.Payload[claim] = _host.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
        Assert.Equal(TokenRefusal.NotYetValid, await RefusalAsync(token.SignedWith(Pair)));
    }

    [Fact]
    public async Task Many_threads_may_issue_and_validate_at_once()
    {
        var accepted = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                if (await RefusalAsync(_host.Issue(Scopes.Admin).Token) is null)
                {
                    Interlocked.Increment(ref accepted);
                }
            }
        }))).WithTimeout("all threads");

        Assert.Equal(1600, accepted);
    }

    [Fact]
    public async Task A_good_token_has_one_spelling()
    {
        var good = _host.Issue(Scopes.Admin).Token;
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var spellings = alphabet.Select(last => good[..^1] + last)
            .Concat([good + "=", good + "==", good + " ", " " + good, good + ".", good.Replace('-', '+').Replace('_', '/') + "\n"])
            .Where(text => text != good);

        Assert.Null(await RefusalAsync(good));
        await Assert.AllAsync(spellings, async text => Assert.NotNull(await RefusalAsync(text)));
    }

    [Fact]
    public async Task Random_changes_of_a_good_token_are_never_accepted()
    {
        var good = _host.Issue(Scopes.Admin).Token;
        var random = new Random(20260101);
        for (var i = 0; i < 3000; i++)
        {
            var text = good.ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(1, 256);
            var changed = new string(text);
            Assert.True(changed == good || await RefusalAsync(changed) is not null, changed);
        }
    }

    private protected virtual TokenValidator ValidatorOf(PlatformHost host) => host.Services.GetRequiredService<TokenValidator>();

    private ForgedToken Like() => ForgedToken.Like(Keys.Active.Key.KeyId, _host.Clock.GetUtcNow());

    private async Task<TokenRefusal?> RefusalAsync(string token) => (await Validator.ValidateAsync(token, Patience.Token)).Refusal;
}
