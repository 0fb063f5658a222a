namespace Gateway.Web.Access.Tokens;

/// <summary>A page of the list of tokens, newest first.</summary>
/// <param name="Items">The tokens.</param>
/// <param name="Next">What to give as <c>before</c> for the following page; absent when there is none.</param>
internal sealed record TokenPage(IReadOnlyList<TokenInfo> Items, long? Next);
