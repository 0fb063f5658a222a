namespace Gateway.Web.Access.Login;

/// <summary>End of an attempt: a response, a wait, or (neither) a refusal.</summary>
internal sealed record LoginResult(LoginResponse? Response, TimeSpan? RetryAfter)
{
    public static LoginResult Refused { get; } = new(null, null);
}
