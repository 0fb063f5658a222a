using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>A loaded key pair. The key ring owns it; it lives as long as the process.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _pair;

    public SigningKey(string kid, byte[] pkcs8)
    {
        _pair = ECDsa.Create();
        _pair.ImportPkcs8PrivateKey(pkcs8, out _);
        Security = new ECDsaSecurityKey(_pair)
        {
            KeyId = kid,
            // The key has its own signature cache, because the library's default cache is shared by the whole process and outlives the
            // key.
            CryptoProviderFactory = new CryptoProviderFactory(),
        };
    }

    public ECDsaSecurityKey Security { get; }

    public void Dispose() => _pair.Dispose();
}
