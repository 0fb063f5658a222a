using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.OutsideIssuer;

/// <summary>The authority's keys as they were read at one time.</summary>
internal sealed class OutsideKeySet(IEnumerable<JsonWebKey> keys, DateTimeOffset readAt)
{
    // Only public keys with an id can be used. When two keys have the same id, neither is used.
    private readonly FrozenDictionary<string, JsonWebKey> _byKid = keys
        .Where(key => !string.IsNullOrEmpty(key.Kid) && !key.HasPrivateKey && key.Kty is "RSA" or "EC")
        .GroupBy(key => key.Kid, StringComparer.Ordinal)
        .Where(group => group.Count() == 1)
        .ToFrozenDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);

    public DateTimeOffset ReadAt => readAt;

    public int Count => _byKid.Count;

    public JsonWebKey? Find(string kid) => _byKid.GetValueOrDefault(kid);
}
