namespace Gateway.Web.Access.Tokens;

/// <summary>A page of the list of tokens, newest first.</summary>
/// <param name="Items">The tokens.</param>
/// <param name="Next">The value to pass as <c>before</c> for the following page; absent on the last page.</param>
internal sealed record TokenPage(IReadOnlyList<TokenInfo> Items, long? Next);
