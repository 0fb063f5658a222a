using System.Buffers.Text;
using System.Text.Json;

namespace Gateway.Client.Internal;

/// <summary>The application's token provider, and what it gave last. Any thread.</summary>
internal sealed class TokenSource(Func<CancellationToken, ValueTask<string?>>? provider)
{
    private volatile string? _latest;

    public bool Exists => provider is not null;

    public string? Latest => _latest;

    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken) =>
        _latest = provider is null ? null : await provider(cancellationToken);

    /// <summary>When a JWT ends; null when it does not say.</summary>
    public static DateTimeOffset? ExpiryOf(string? token)
    {
        if (token?.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number
                && exp.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
