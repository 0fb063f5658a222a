using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Access.Callers;

internal static class CallerExtensions
{
    /// <summary>The caller of an authenticated request, or of the claims of a validated token; null when a required claim is missing or malformed.</summary>
    public static Caller? ToCaller(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.Identity is CallerIdentity known)
        {
            return known.Caller;
        }

        if (principal.Identity is not { IsAuthenticated: true }
            || principal.FindFirst(ClaimNames.Subject)?.Value is not { Length: > 0 } subject
            || principal.FindFirst(ClaimNames.TokenId)?.Value is not { Length: > 0 } tokenId
            || ExpiryOf(principal) is not { } expiresAt)
        {
            return null;
        }

        return new Caller
        {
            Subject = subject,
            TokenId = tokenId,
            Scopes = ScopesOf(principal),
            SessionTags = principal.FindAll(ClaimNames.SessionTags).Select(claim => claim.Value).ToFrozenSet(StringComparer.Ordinal),
            SessionId = principal.FindFirst(ClaimNames.SessionId)?.Value,
            Read = GlobsOf(principal, ClaimNames.Read),
            Write = GlobsOf(principal, ClaimNames.Write),
            ExpiresAt = expiresAt,
        };
    }

    private static FrozenSet<string> ScopesOf(ClaimsPrincipal principal) =>
        principal.FindAll(ClaimNames.Scope)
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(Scopes.All.Contains)
            .ToFrozenSet(StringComparer.Ordinal);

    private static ItemGlobSet? GlobsOf(ClaimsPrincipal principal, string name)
    {
        var globs = principal.FindAll(name).Select(claim => claim.Value).ToArray();
        return globs.Length == 0 ? null : new ItemGlobSet(globs);
    }

    private static DateTimeOffset? ExpiryOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirst(ClaimNames.ExpiresAt)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
