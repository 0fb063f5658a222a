using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Front.Api;

/// <summary>
/// The public parts of the signing keys, for services that verify the gateway's tokens. An edge gives those of its sites.
/// </summary>
internal static class JsonWebKeys
{
    public const string Path = "/.well-known/jwks.json";

    // This time is shorter than the shortest time for which a replaced key still verifies, and far longer than reading the keys again
    // takes.
    private const string CacheControl = "public, max-age=300";

    public static void MapJsonWebKeys(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, (HttpContext context, ITokenKeys keys) =>
    {
        if (!keys.AreKnown && keys.Public.Count == 0)
        {
            throw KeysUnknownException.ForCallers();
        }

        context.Response.Headers.CacheControl = CacheControl;
        return TypedResults.Ok(JsonWebKeyList.Of(keys.Public));
    }).WithName("JsonWebKeys").WithTags("Keys").WithSummary("The keys that verify tokens, as a JSON Web Key Set.").AllowAnonymous();
}
