using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>The public keys that verify the tokens of the gateway's own issuer. May be used on any thread; does not wait.</summary>
internal interface ITokenKeys
{
    /// <summary>
    /// False while the keys or the revocations cannot be known, so that a token may be valid although its key is not found. Then no key
    /// is found.
    /// </summary>
    bool AreKnown { get; }

    /// <summary>All of them, those that sign and the newest first.</summary>
    IReadOnlyList<ECDsaSecurityKey> Public { get; }

    /// <summary>The key with this id; null when there is none.</summary>
    SecurityKey? Find(string? kid);
}
