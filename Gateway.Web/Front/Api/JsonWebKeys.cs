using Gateway.Web.Access.Keys;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Web.Front.Api;

/// <summary>The public parts of the signing keys, for services that verify the gateway's tokens.</summary>
internal static class JsonWebKeys
{
    public const string Path = "/.well-known/jwks.json";

    // This time is shorter than the shortest time for which a replaced key still verifies, and far longer than reading the keys again
    // takes.
    private const string CacheControl = "public, max-age=300";

    public static void MapJsonWebKeys(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, (HttpContext context, SigningKeyRing keys) =>
    {
        context.Response.Headers.CacheControl = CacheControl;
        return new JsonWebKeyList([.. keys.ValidationKeys.OfType<ECDsaSecurityKey>().Select(Of)]);
    }).WithName("JsonWebKeys").WithTags("Keys").WithSummary("The keys that verify tokens, as a JSON Web Key Set.").AllowAnonymous();

    private static JsonWebKeyItem Of(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKeyItem(key.KeyId, Base64UrlEncoder.Encode(point.X!), Base64UrlEncoder.Encode(point.Y!));
    }
}
