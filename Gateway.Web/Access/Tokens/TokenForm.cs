using System.Buffers;
using System.Buffers.Text;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Checks that a signed token has its only allowed spelling. The library also accepts ordinary base64 and unused bits at the end of the
/// signature, so that one token could have many texts. The signature covers the first two parts; the third part is compared with its
/// own encoding.
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
