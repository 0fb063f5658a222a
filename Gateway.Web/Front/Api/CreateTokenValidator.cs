using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Front.Api;

/// <summary>Checks the form of a request for a token. Other classes decide whether the caller may create it.</summary>
internal static class CreateTokenValidator
{
    private const int MaxLabel = 200;
    private const int MaxSubject = 200;
    private const int MaxSessionId = 64;
    private const int MaxTag = 64;
    private const int MaxTags = 200;

    /// <exception cref="GatewayException"><c>InvalidArgument</c>; the message names the field.</exception>
    public static void Check(CreateTokenRequest request)
    {
        Require(IsText(request.Label, MaxLabel), $"label must be 1 to {MaxLabel} printable characters.");
        Require(IsText(request.Subject, MaxSubject), $"subject must be 1 to {MaxSubject} printable characters.");
        Require(IsText(request.SessionId, MaxSessionId), $"sessionId must be 1 to {MaxSessionId} printable characters.");
        Require(
            request.Scopes is { Count: > 0 } scopes && scopes.All(scope => scope is not null && Scopes.All.Contains(scope)),
            $"scopes must name at least one of: {string.Join(", ", Scopes.All.Order(StringComparer.Ordinal))}.");
        Require(
            request.SessionTags is null || (request.SessionTags.Count <= MaxTags && request.SessionTags.All(tag => tag is not null && IsText(tag, MaxTag))),
            $"sessionTags must be at most {MaxTags} texts of 1 to {MaxTag} characters.");
        Require(ItemGlobSet.AreValid(request.Read), $"read {GlobRule}");
        Require(ItemGlobSet.AreValid(request.Write), $"write {GlobRule}");
        Require(request.LifetimeSeconds is null or > 0, "lifetimeSeconds must be greater than 0.");
    }

    private static string GlobRule =>
        $"must be 1 to {ItemGlobSet.MaxCount} globs of up to {ItemGlob.MaxLength} characters, without backslashes, control characters and spaces at the ends; omit it to bind no items.";

    private static bool IsText(string? text, int max) =>
        text is null || (text.Length > 0 && text.Length <= max && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl));

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The token cannot be created: {rule}");
        }
    }
}
