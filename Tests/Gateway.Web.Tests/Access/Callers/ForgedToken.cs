using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Gateway.Web.Tests.Access.Callers;

/// <summary>Builds valid and invalid tokens by hand, without the library that checks them.</summary>
internal sealed class ForgedToken
{
    public JsonObject Header { get; } = new() { ["alg"] = "ES256", ["typ"] = "JWT" };

    public JsonObject Payload { get; } = [];

    /// <summary>A token that is valid except for what the test changes.</summary>
    public static ForgedToken Like(string kid, DateTimeOffset now)
    {
        var token = new ForgedToken();
        token.Header["kid"] = kid;
        token.Payload["iss"] = "gateway";
        token.Payload["aud"] = "gateway";
        token.Payload["sub"] = "mallory";
        token.Payload["jti"] = "1";
        token.Payload["scope"] = "admin";
        token.Payload["iat"] = now.ToUnixTimeSeconds();
        token.Payload["exp"] = now.AddHours(1).ToUnixTimeSeconds();
        return token;
    }

    public string SignedWith(ECDsa key) => Signed(data => key.SignData(data, HashAlgorithmName.SHA256));

    public string SignedWith(RSA key) => Signed(data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string SignedWithSecret(byte[] secret) => Signed(data => HMACSHA256.HashData(secret, data));

    public string Unsigned() => Signed(_ => []);

    private string Signed(Func<byte[], byte[]> sign)
    {
        var content = $"{Encode(Header)}.{Encode(Payload)}";
        return $"{content}.{Base64Url.EncodeToString(sign(System.Text.Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(part.ToJsonString()));
}
