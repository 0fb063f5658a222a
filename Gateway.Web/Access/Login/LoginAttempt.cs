namespace Gateway.Web.Access.Login;

/// <summary>One log-in attempt and its outcome.</summary>
/// <param name="User">The name as typed, made safe for a log line.</param>
/// <param name="RemoteAddress">The address of the client; null when it is not known.</param>
/// <param name="Outcome"><c>accepted</c>, <c>rate_limited</c>, or the reason of the refusal as in the metric's label.</param>
/// <param name="Subject">The subject of the issued token; null when there is none.</param>
/// <param name="TokenId">The id of the issued token; null when there is none.</param>
internal sealed record LoginAttempt(string User, string? RemoteAddress, string Outcome, string? Subject, string? TokenId);
