using System.Buffers.Text;
using System.Text.Json;

namespace Gateway.Client.Internal;

/// <summary>What a JWT says of its life, by its issuer's clock.</summary>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="IssuedAt">When it began; null when it does not say.</param>
internal sealed record TokenLife(DateTimeOffset ExpiresAt, DateTimeOffset? IssuedAt)
{
    /// <summary>Null when the text is no JWT or does not say when it ends.</summary>
    public static TokenLife? Of(string? token)
    {
        if (token?.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return TimeOf(claims.RootElement, "exp") is { } expiresAt ? new TokenLife(expiresAt, TimeOf(claims.RootElement, "iat")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The remaining life of a token that has just been received. It never exceeds the life stated in the token, because this machine's clock
    /// may be wrong. The clock is only used to find how much of that life has passed, for example for a token from a store, and is ignored
    /// when it says that the token ended before it was received.
    /// </summary>
    public TimeSpan RestAt(DateTimeOffset now)
    {
        var byClock = Max(ExpiresAt - now, TimeSpan.Zero);
        if (IssuedAt is not { } issuedAt)
        {
            return byClock;
        }

        var whole = Max(ExpiresAt - issuedAt, TimeSpan.Zero);
        return byClock > TimeSpan.Zero && byClock < whole ? byClock : whole;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static DateTimeOffset? TimeOf(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object
        && claims.TryGetProperty(name, out var claim) && claim.ValueKind == JsonValueKind.Number
        && claim.TryGetDouble(out var seconds) && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(0).AddSeconds(seconds)
            : null;
}
