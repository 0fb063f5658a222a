using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Web.Platform.Store;

/// <summary>Encrypts secrets for the database, and decrypts them.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider, StorePaths paths)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Gateway.Store.Secrets.v1");

    /// <returns>The encrypted secret as a Base64 text.</returns>
    public string Protect(byte[] secret) => Convert.ToBase64String(_protector.Protect(secret));

    /// <exception cref="StoreException">The keys that protected the secret are lost, or the text was changed.</exception>
    public byte[] Unprotect(string text)
    {
        try
        {
            return _protector.Unprotect(Convert.FromBase64String(text));
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            throw StoreFaults.LostKeys(paths.Database, paths.Keys, error);
        }
    }
}
