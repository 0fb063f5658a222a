using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>The id of a key. It follows from the public part, so that no other key can be given the same id.</summary>
internal static class KeyId
{
    private const int Bytes = 12;

    public static string Of(ECDsa key) => Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, Bytes).ToArray());
}
