using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Web.Access.Keys;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>What becomes a key at an edge, and what does not.</summary>
public sealed class PublishedKeysTests : IDisposable
{
    private readonly ECDsa _pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void The_public_part_of_a_key_is_published_and_read_back()
    {
        var read = PublishedKeys.Read(new PublishedKeys("plant", "https://plant:8443", [Key(_pair)]).Write())!;

        Assert.Equal(("plant", "https://plant:8443", 0), (read.Node, read.Address, read.Refused));
        var key = Assert.Single(read.Keys);
        Assert.Equal(KeyId.Of(_pair), key.KeyId);
        Assert.ThrowsAny<CryptographicException>(() => key.ECDsa.ExportParameters(includePrivateParameters: true));
        Assert.True(key.ECDsa.VerifyData("text"u8, _pair.SignData("text"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task No_private_part_of_the_gateway_s_keys_is_ever_published()
    {
        await using var host = await PlatformHost.StartAsync();
        var ring = host.Services.GetRequiredService<SigningKeyRing>();
        await ring.RotateAsync(Patience.Token);
        var text = Encoding.UTF8.GetString(new PublishedKeys("plant", null, ring.Public).Write());
        var keys = JsonNode.Parse(text)!["keys"]!.AsArray();

        Assert.Equal([.. ring.ValidationKeys.Select(key => key.KeyId).Order()], keys.Select(key => (string)key!["kid"]!).Order());
        Assert.Equal(ring.Active.Key.KeyId, (string)keys[0]!["kid"]!);
        Assert.All(keys, key => Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key!.AsObject().Select(member => member.Key).Order()));
        Assert.All(ring.Public, key =>
        {
            var secret = key.ECDsa.ExportParameters(includePrivateParameters: true).D!;
            Assert.DoesNotContain(Base64UrlEncoder.Encode(secret), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(secret), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(secret), text, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("d", "a secret")]
    [InlineData("k", "a secret")]
    [InlineData("kty", "oct")]
    [InlineData("kty", "RSA")]
    [InlineData("kty", null)]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "none")]
    [InlineData("alg", "es256")]
    [InlineData("crv", "P-384")]
    [InlineData("use", "enc")]
    [InlineData("kid", "another")]
    [InlineData("kid", "")]
    [InlineData("kid", null)]
    [InlineData("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x", "short")]
    [InlineData("x", "not base64 !")]
    [InlineData("y", null)]
    [InlineData("x5u", "http://127.0.0.1:9/")]
    public void A_key_with_another_member_is_no_key_and_its_neighbour_is_one(string member, string? value)
    {
        var odd = Jwk(_pair);
        odd.Remove(member);
        if (value is not null)
        {
            odd[member] = value;
        }

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var read = PublishedKeys.Read(Entry(odd, Jwk(other)))!;

        Assert.Equal(1, read.Refused);
        Assert.Equal(KeyId.Of(other), Assert.Single(read.Keys).KeyId);
    }

    [Fact]
    public void A_symmetric_key_whose_secret_is_a_public_key_is_no_key()
    {
        var oct = new JsonObject { ["kty"] = "oct", ["kid"] = KeyId.Of(_pair), ["alg"] = "HS256", ["use"] = "sig", ["k"] = Base64UrlEncoder.Encode(_pair.ExportSubjectPublicKeyInfo()) };
        Assert.Empty(PublishedKeys.Read(Entry(oct))!.Keys);
    }

    [Fact]
    public void A_key_cannot_have_the_id_of_another_key()
    {
        using var mallory = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forged = Jwk(mallory);
        forged["kid"] = KeyId.Of(_pair);
        Assert.Empty(PublishedKeys.Read(Entry(forged))!.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":"x"}""")]
    [InlineData("""{"keys":[[[[[[1]]]]]]}""")]
    [InlineData("""{"keys":[]""")]
    public void What_is_no_entry_is_not_read(string text) => Assert.Null(PublishedKeys.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Elements_that_are_no_objects_are_no_keys() =>
        Assert.Equal((0, 5), PublishedKeys.Read("""{"keys":[null,1,"x",[],{"kid":{},"x":1}]}"""u8.ToArray()) is { } read ? (read.Keys.Count, read.Refused) : default);

    [Fact]
    public void An_entry_that_is_too_large_or_has_too_many_keys_is_not_read()
    {
        var keys = Enumerable.Range(0, PublishedKeys.MaxKeys + 1).Select(_ => (JsonNode)Jwk(_pair)).ToArray();
        Assert.Null(PublishedKeys.Read(Entry(keys)));
        Assert.Null(PublishedKeys.Read(Encoding.UTF8.GetBytes($$"""{"keys":[],"node":"{{new string('x', TrustBuckets.MaxKeysBytes)}}"}""")));
        Assert.InRange(new PublishedKeys("plant", new string('x', 200), [.. Enumerable.Repeat(Key(_pair), 2 * PublishedKeys.MaxKeys)]).Write().Length, 1, TrustBuckets.MaxKeysBytes - 4_096);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@plant")]
    [InlineData("plant")]
    [InlineData("https://plant/ and more")]
    public void An_address_that_is_none_is_not_shown(string address) =>
        Assert.Null(PublishedKeys.Read(new PublishedKeys("plant", address, [Key(_pair)]).Write())!.Address);

    [Theory]
    [InlineData("abc.0123456789abcdef", "x")]
    [InlineData("abc.0123456789abcdef", "")]
    [InlineData("abc.0123456789abcdef", "-1")]
    [InlineData("abc.0123456789abcdef", "99999999999999999999")]
    [InlineData("abc.0123456789abcdef", "9223372036854775807")]
    [InlineData("abc.0123456789abcdef", "1764000000 ")]
    [InlineData("abc.", "1764000000")]
    [InlineData("abc.a-b", "1764000000")]
    [InlineData("abc.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1764000000")]
    public void What_is_no_revocation_is_not_read(string key, string value) => Assert.Null(Revocation.Read(key, Encoding.UTF8.GetBytes(value)));

    private static ECDsaSecurityKey Key(ECDsa pair) => new(pair) { KeyId = KeyId.Of(pair) };

    private static JsonObject Jwk(ECDsa pair)
    {
        var point = pair.ExportParameters(false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["kid"] = KeyId.Of(pair),
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }

    private static byte[] Entry(params JsonNode[] keys) => Encoding.UTF8.GetBytes(new JsonObject { ["node"] = "plant", ["keys"] = new JsonArray(keys) }.ToJsonString());
}
