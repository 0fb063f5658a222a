using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>A revoked token in the bucket of revocations.</summary>
/// <param name="TokenId">The <c>jti</c> of the token.</param>
/// <param name="ExpiresAt">When the token ends by itself.</param>
internal sealed record Revocation(string TokenId, DateTimeOffset ExpiresAt)
{
    private const int MaxTokenId = 64;

    /// <summary>Whether a bucket can have an entry of the token.</summary>
    public static bool IsTokenId(string text) => text.Length is > 0 and <= MaxTokenId && text.All(char.IsAsciiLetterOrDigit);

    public static string KeyOf(string instance, string tokenId) => $"{instance}.{tokenId}";

    /// <summary>Reads an entry, which may be hostile. Null when it does not have the form of one.</summary>
    public static Revocation? Read(string key, ReadOnlySpan<byte> value)
    {
        var tokenId = key[(key.LastIndexOf('.') + 1)..];
        return IsTokenId(tokenId) && Utf8Parser.TryParse(value, out long seconds, out var length) && length == value.Length
            && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? new Revocation(tokenId, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }

    // Rounded up, because a revocation that ends before its token would end too early.
    public byte[] Write() => Encoding.ASCII.GetBytes((ExpiresAt.ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture));
}
