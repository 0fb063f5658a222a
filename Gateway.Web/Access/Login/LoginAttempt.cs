namespace Gateway.Web.Access.Login;

/// <summary>One attempt and its end.</summary>
/// <param name="User">Name as typed, made fit for a log line.</param>
/// <param name="RemoteAddress">Where from; null when not known.</param>
/// <param name="Outcome"><c>accepted</c>, <c>rate_limited</c>, or the reason of the refusal as in the metric's label.</param>
/// <param name="Subject">Subject of the token that was given; null without one.</param>
/// <param name="TokenId">Id of the token that was given; null without one.</param>
internal sealed record LoginAttempt(string User, string? RemoteAddress, string Outcome, string? Subject, string? TokenId);
