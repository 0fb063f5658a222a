using System.Buffers;
using System.Buffers.Text;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// The one spelling of a signed token. The library also reads ordinary base64 and stray bits at the end of the signature, so
/// that one token would have many texts; two parts are covered by the signature, the third is compared with its own encoding.
/// </summary>
internal static class TokenForm
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsCanonical(ReadOnlySpan<char> token)
    {
        if (token.ContainsAnyExcept(Allowed) || token.Count('.') != 2 || token.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        var signature = token[(token.LastIndexOf('.') + 1)..];
        return Base64Url.IsValid(signature) && Base64Url.EncodeToString(Base64Url.DecodeFromChars(signature)).AsSpan().SequenceEqual(signature);
    }
}
