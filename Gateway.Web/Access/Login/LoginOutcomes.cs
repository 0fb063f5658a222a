namespace Gateway.Web.Access.Login;

/// <summary>The outcomes of attempts, as they appear in metrics and in the audit trail.</summary>
internal static class LoginOutcomes
{
    public const string Accepted = "accepted";
    public const string RateLimited = "rate_limited";

    public static string Of(LoginFailure failure) => failure switch
    {
        LoginFailure.Malformed => "malformed",
        LoginFailure.UnknownUser => "unknown_user",
        LoginFailure.WrongPassword => "wrong_password",
        LoginFailure.LockedAccount => "locked_account",
        LoginFailure.NoMatchingGroup => "no_matching_group",
        LoginFailure.Unreachable => "unreachable",
        LoginFailure.Busy => "busy",
        _ => "misconfigured",
    };
}
