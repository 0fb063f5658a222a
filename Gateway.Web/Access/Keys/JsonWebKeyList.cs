using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Access.Keys;

/// <summary>A JSON Web Key Set.</summary>
internal sealed record JsonWebKeyList(IReadOnlyList<JsonWebKeyItem> Keys)
{
    public static JsonWebKeyList Of(IEnumerable<ECDsaSecurityKey> keys) => new([.. keys.Select(JsonWebKeyItem.Of)]);
}
