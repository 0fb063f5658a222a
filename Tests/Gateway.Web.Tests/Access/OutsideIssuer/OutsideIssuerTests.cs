using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.OutsideIssuer;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Access.Callers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;

namespace Gateway.Web.Tests.Access.OutsideIssuer;

public sealed class OutsideIssuerTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private PlatformHost _host = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _host = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_token_of_the_issuer_is_mapped_by_the_configuration(string algorithm)
    {
        var token = Token();
        token.Payload["scope"] = "sessions:read admin openid sessions:open";
        token.Payload["session_tags"] = new JsonArray("area-a", "area-b");
        token.Payload["jti"] = "chosen-by-the-issuer";
        token.Payload["session_id"] = "smuggled";
        token.Payload["groups"] = new JsonArray("staff", "plant-ops");

        var caller = (await CallerAsync(Sign(token, algorithm)))!;

        Assert.Equal("oidc:mallory", caller.Subject);
        Assert.Equal([Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions], caller.Scopes.Order());
        Assert.Equal(["area-a", "area-b", "ops"], caller.SessionTags.Order());
        Assert.StartsWith("oidc-", caller.TokenId, StringComparison.Ordinal);
        Assert.Null(caller.SessionId);
    }

    [Theory]
    [InlineData("aud", "another-service", TokenRefusal.Audience)]
    [InlineData("exp", 1_000_000_000L, TokenRefusal.Expired)]
    [InlineData("exp", null, TokenRefusal.Claims)]
    [InlineData("nbf", 4_000_000_000L, TokenRefusal.NotYetValid)]
    [InlineData("sub", null, TokenRefusal.Claims)]
    [InlineData("scope", "openid", TokenRefusal.Claims)]
    [InlineData("iss", "https://elsewhere.example", TokenRefusal.Issuer)]
    [InlineData("iss", null, TokenRefusal.Issuer)]
    internal async Task A_token_that_is_wrong_in_one_claim_is_refused(string claim, object? value, TokenRefusal reason)
    {
        var token = Token();
        token.Payload.Remove(claim);
        if (value is not null)
        {
            token.Payload[claim] = JsonValue.Create(value);
        }

        Assert.Equal(reason, await RefusalAsync(Sign(token, "ES256")));
    }

    [Fact]
    public async Task Algorithms_cannot_be_chosen_by_the_token()
    {
        var token = Token();
        var secrets = new[] { _issuer.RsaKey.ExportSubjectPublicKeyInfo(), System.Text.Encoding.ASCII.GetBytes(_issuer.RsaKey.ExportSubjectPublicKeyInfoPem()) };
        token.Header["kid"] = "rsa-1";
        token.Header["alg"] = "HS256";
        foreach (var secret in secrets)
        {
            Assert.Equal(TokenRefusal.Algorithm, await RefusalAsync(token.SignedWithSecret(secret)));
        }

        foreach (var none in new[] { "none", "None", "" })
        {
            token.Header["alg"] = none;
            Assert.NotNull(await RefusalAsync(token.Unsigned()));
        }

        // Allowed algorithms with a key of another type.
        token.Header["alg"] = "ES256";
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(token.SignedWith(_issuer.EcKey)));
        token.Header["kid"] = "ec-1";
        token.Header["alg"] = "RS256";
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(token.SignedWith(_issuer.RsaKey)));
        token.Header["alg"] = "PS256";
        Assert.Equal(TokenRefusal.Algorithm, await RefusalAsync(token.SignedWith(_issuer.RsaKey)));
    }

    [Fact]
    public async Task Neither_issuer_can_stand_in_for_the_other()
    {
        var ours = _host.Services.GetRequiredService<SigningKeyRing>();
        var outsideKeyOurName = ForgedToken.Like(ours.Active.Key.KeyId, _host.Clock.GetUtcNow());
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync(outsideKeyOurName.SignedWith(_issuer.EcKey)));

        // The outside issuer publishes a key with the id of our key.
        _issuer.Keys = [TestIssuer.EcJwk(ours.Active.Key.KeyId, _issuer.EcKey)];
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync(outsideKeyOurName.SignedWith(_issuer.EcKey)));

        var ourKeyTheirName = Token();
        ourKeyTheirName.Header["kid"] = ours.Active.Key.KeyId;
        Assert.NotNull(await RefusalAsync(ourKeyTheirName.SignedWith(((Microsoft.IdentityModel.Tokens.ECDsaSecurityKey)ours.Active.Key).ECDsa)));
        Assert.Equal("ada", await _host.Client(_host.Issue(Scopes.ReadSessions).Token).GetStringAsync("/api/who", Patience.Token));
    }

    [Fact]
    public async Task A_new_key_is_found_but_unknown_ones_do_not_make_us_ask_all_the_time()
    {
        Assert.NotNull(await CallerAsync(Sign(Token(), "ES256")));
        Assert.Equal(1, _issuer.Reads);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _issuer.Keys = [TestIssuer.EcJwk("ec-2", key)];
        var rolled = Token();
        rolled.Header["kid"] = "ec-2";
        var text = rolled.SignedWith(key);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(text));
        }

        Assert.Equal(1, _issuer.Reads);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("oidc:mallory", (await CallerAsync(text))!.Subject);
        Assert.Equal(2, _issuer.Reads);
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(Sign(Token(), "ES256")));
    }

    [Fact]
    public async Task While_the_issuer_is_down_its_known_keys_stay_in_use_for_their_time()
    {
        var text = Sign(Token(TimeSpan.FromDays(3)), "ES256");
        Assert.NotNull(await CallerAsync(text));
        _issuer.Metadata = null;
        _host.Clock.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(await CallerAsync(text));
        _host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(text));
        Assert.Single(_host.Logs.Lines, line => line.Contains("[2302]", StringComparison.Ordinal));
        _issuer.Metadata = address => $$"""{"issuer":"{{address}}","jwks_uri":"{{address}}/keys"}""";
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(await CallerAsync(text));
    }

    [Fact]
    public async Task Unknown_keys_do_not_make_us_ask_an_issuer_that_is_down_all_the_time_either()
    {
        var known = Sign(Token(), "ES256");
        Assert.NotNull(await CallerAsync(known));
        _issuer.Metadata = null;
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        var unknown = Token();
        unknown.Header["kid"] = "ec-2";
        var text = unknown.SignedWith(_issuer.EcKey);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(text));
            Assert.NotNull(await CallerAsync(known));
        }

        Assert.Equal(2, _issuer.Asked);
    }

    [Fact]
    public async Task Tokens_without_keys_do_not_make_us_ask_an_issuer_that_was_never_there_all_the_time()
    {
        await RestartAsync(("MinRefreshSeconds", "1"));
        _issuer.Metadata = null;
        var text = Sign(Token(), "ES256");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(text));
        }

        Assert.Equal(1, _issuer.Asked);
        _issuer.Metadata = address => $$"""{"issuer":"{{address}}","jwks_uri":"{{address}}/keys"}""";
        _host.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await CallerAsync(text));
    }

    [Fact]
    public async Task Keys_are_read_anew_when_they_are_old_so_that_one_taken_back_ends()
    {
        var text = Sign(Token(TimeSpan.FromDays(1)), "ES256");
        Assert.NotNull(await CallerAsync(text));
        _issuer.Keys = [TestIssuer.EcJwk("ec-2", _issuer.EcKey)];
        _host.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(await CallerAsync(text));
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(text));
    }

    [Fact]
    public async Task Keys_that_are_of_no_use_are_passed_over_without_the_others()
    {
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = TestIssuer.EcJwk("ec-1", _issuer.EcKey);
        var secret = TestIssuer.EcJwk("secret", second);
        secret["d"] = System.Buffers.Text.Base64Url.EncodeToString(second.ExportParameters(true).D);
        var encryption = TestIssuer.EcJwk("enc", second);
        encryption["use"] = "enc";
        _issuer.Keys =
        [
            new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["kid"] = "okp", ["x"] = "AA" },
            new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "broken", ["x"] = "?", ["y"] = "?" },
            new JsonObject { ["kty"] = "RSA", ["kid"] = "empty" },
            new JsonObject { ["kty"] = "oct", ["kid"] = "oct", ["k"] = "AAAA" },
            secret, encryption, TestIssuer.EcJwk("twice", second), TestIssuer.EcJwk("twice", second), good,
        ];

        Assert.NotNull(await CallerAsync(Sign(Token(), "ES256")));
        foreach (var kid in new[] { "okp", "broken", "empty", "oct", "secret", "enc", "twice" })
        {
            var token = Token();
            token.Header["kid"] = kid;
            Assert.NotNull(await RefusalAsync(token.SignedWith(second)));
        }
    }

    [Fact]
    public async Task More_keys_than_anybody_needs_are_not_taken()
    {
        _issuer.Keys = [TestIssuer.EcJwk("ec-1", _issuer.EcKey), .. Enumerable.Range(0, 50).Select(i => TestIssuer.EcJwk($"more-{i}", _issuer.EcKey))];
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(Sign(Token(), "ES256")));
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        _issuer.Redirects = true;
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(Sign(Token(), "ES256")));
        Assert.Equal(0, _issuer.Reads);
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task A_key_that_the_token_brings_or_names_is_ignored(string header)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _issuer.Keys = [TestIssuer.EcJwk("ec-1", _issuer.EcKey)];
        var token = Token();
        token.Header[header] = header == "jwk" ? TestIssuer.EcJwk("ec-1", other) : $"{_issuer.Address}/keys";
        Assert.Equal(TokenRefusal.Signature, await RefusalAsync(token.SignedWith(other)));
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example","jwks_uri":"{0}/keys"}""")]
    [InlineData("""{"issuer":"{0}","jwks_uri":"http://keys.example/keys"}""")]
    [InlineData("""{"issuer":"{0}"}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task Metadata_that_does_not_fit_gives_no_keys(string metadata)
    {
        _issuer.Metadata = address => metadata.Replace("{0}", address, StringComparison.Ordinal);
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(Sign(Token(), "ES256")));
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        _issuer.Metadata = _ => new string(' ', 300_000) + "{}";
        Assert.Equal(TokenRefusal.UnknownKey, await RefusalAsync(Sign(Token(), "ES256")));
    }

    [Fact]
    public async Task It_works_over_http_requests_too()
    {
        Assert.Equal("oidc:mallory", await _host.Client(Sign(Token(), "RS256")).GetStringAsync("/api/who", Patience.Token));
        using var refused = await _host.Client(Sign(Token(), "RS256")[..^6] + "AAAAAA").GetAsync("/api/who", Patience.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Options_that_are_not_safe_do_not_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(
            ("Authority", "http://issuer.example"), ("Audience", ""), ("Algorithms:0", "HS256"), ("SubjectPrefix", ""), ("Issuer", "gateway")));
        Assert.All(
            [":Authority", ":Audience", ":Algorithms", ":SubjectPrefix", ":Issuer"],
            option => Assert.Contains(OutsideIssuerOptions.Section + option, error.ToString(), StringComparison.Ordinal));
    }

    private async Task<PlatformHost> StartAsync(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Authority"] = _issuer.Address,
            ["Audience"] = "gateway-api",
            ["TimeoutSeconds"] = "60",
            ["Grants:0:Claim"] = "groups",
            ["Grants:0:Value"] = "plant-ops",
            ["Grants:0:Scopes:0"] = Scopes.WriteSessions,
            ["Grants:0:SessionTags:0"] = "ops",
        };
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"{OutsideIssuerOptions.Section}:{pair.Key}", pair.Value)))
            .Build();
        var host = new PlatformHost(services => services.AddOutsideIssuer(configuration));
        await host.StartAsync();
        ClockOf(host.Services.GetRequiredService<ConfigurationManager<OutsideKeySet>>()) = host.Clock;
        return host;
    }

    private async Task RestartAsync(params (string Key, string Value)[] changes)
    {
        await _host.DisposeAsync();
        _host = await StartAsync(changes);
    }

    private ForgedToken Token(TimeSpan? life = null)
    {
        var token = ForgedToken.Like("ec-1", _host.Clock.GetUtcNow());
        token.Payload["iss"] = _issuer.Address;
        token.Payload["aud"] = "gateway-api";
        token.Payload["scope"] = "sessions:read";
        token.Payload["exp"] = (_host.Clock.GetUtcNow() + (life ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds();
        return token;
    }

    private string Sign(ForgedToken token, string algorithm)
    {
        token.Header["alg"] = algorithm;
        token.Header["kid"] = algorithm == "RS256" ? "rsa-1" : "ec-1";
        return algorithm == "RS256" ? token.SignedWith(_issuer.RsaKey) : token.SignedWith(_issuer.EcKey);
    }

    private Task<TokenValidation> ValidateAsync(string token) =>
        _host.Services.GetRequiredService<TokenValidator>().ValidateAsync(token, Patience.Token).AsTask().WithTimeout("a token to be checked");

    // The library does not expose its clock.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "TimeProvider")]
    private static extern ref TimeProvider ClockOf(ConfigurationManager<OutsideKeySet> manager);

    private async Task<Caller?> CallerAsync(string token) => (await ValidateAsync(token)).Caller;

    private async Task<TokenRefusal?> RefusalAsync(string token) => (await ValidateAsync(token)).Refusal;
}
