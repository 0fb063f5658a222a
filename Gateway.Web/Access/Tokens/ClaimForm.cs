using System.Text.Json;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Checks the form of the claims whose absence means "not bound". It reads the payload itself, because an empty array or a null
/// disappears when the claims are converted to a principal, and the token would then allow more than it says.
/// </summary>
internal static class ClaimForm
{
    public static bool IsSound(ReadOnlyMemory<byte> payload)
    {
        using var json = JsonDocument.Parse(payload);
        var claims = json.RootElement;
        return claims.ValueKind == JsonValueKind.Object
            && HasOneOfEach(claims)
            && (!claims.TryGetProperty(ClaimNames.SessionId, out var session) || session is { ValueKind: JsonValueKind.String } && session.GetString() is { Length: > 0 })
            && AreGlobs(claims, ClaimNames.Read)
            && AreGlobs(claims, ClaimNames.Write);
    }

    // When two claims have the same name, two readers of the payload could each use a different one.
    private static bool HasOneOfEach(JsonElement claims)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return claims.EnumerateObject().All(claim => names.Add(claim.Name));
    }

    private static bool AreGlobs(JsonElement claims, string name) =>
        !claims.TryGetProperty(name, out var globs)
        || globs is { ValueKind: JsonValueKind.Array }
            && ItemGlobSet.AreValid([.. globs.EnumerateArray().Select(glob => glob.ValueKind == JsonValueKind.String ? glob.GetString() : null)]);
}
