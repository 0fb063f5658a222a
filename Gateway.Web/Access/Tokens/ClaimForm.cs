using System.Text.Json;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// The form of claims whose absence means "not bound". Read from the payload itself: on the way into a principal an empty array
/// or a null disappears, and the token would be wider than it says.
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

    // Two readers of one payload could each believe another of two claims with the same name.
    private static bool HasOneOfEach(JsonElement claims)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return claims.EnumerateObject().All(claim => names.Add(claim.Name));
    }

    private static bool AreGlobs(JsonElement claims, string name) =>
        !claims.TryGetProperty(name, out var globs)
        || globs is { ValueKind: JsonValueKind.Array } && globs.GetArrayLength() is > 0 and <= ItemGlobSet.MaxCount
            && globs.EnumerateArray().All(glob => glob.ValueKind == JsonValueKind.String && ItemGlob.IsValid(glob.GetString()));
}
