using Gateway.Web.Access.Callers;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>The public keys that verify the tokens of the gateway's own issuer. May be used on any thread; does not wait.</summary>
internal interface ITokenKeys
{
    /// <summary>
    /// False while keys or revocations cannot be known, so that a token may be valid although its key is not found. Of a site whose keys or
    /// revocations are not known, no key is found.
    /// </summary>
    bool AreKnown { get; }

    /// <summary>All that are known, those that sign and the newest first.</summary>
    IReadOnlyList<ECDsaSecurityKey> Public { get; }

    /// <summary>The key with this id; null when there is none.</summary>
    SecurityKey? Find(string? kid);

    /// <summary>
    /// Where a token with this key counts, at a gateway that serves several sites: the sites that publish the key and have not revoked the
    /// token.
    /// </summary>
    /// <param name="kid">The id of the key that has verified the token.</param>
    /// <param name="tokenId">The id of the token.</param>
    /// <param name="reach">Null when it counts everywhere.</param>
    /// <returns>False when it is revoked.</returns>
    bool TryReach(string kid, string tokenId, out SiteReach? reach)
    {
        reach = null;
        return true;
    }
}
