namespace Gateway.Web.Access.Login;

/// <summary>The result of an attempt: a response, a time to wait, or a refusal when both are null.</summary>
internal sealed record LoginResult(LoginResponse? Response, TimeSpan? RetryAfter)
{
    public static LoginResult Refused { get; } = new(null, null);
}
