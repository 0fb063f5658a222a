using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Access.Login;

/// <summary>The token that an account may have, or why it gets none.</summary>
/// <param name="Token">Null when the account is refused.</param>
/// <param name="Failure">Null when the account is accepted.</param>
/// <param name="Detail">What an operator needs to find the cause. It contains no password.</param>
internal sealed record AccountAnswer(TokenRequest? Token, LoginFailure? Failure, string Detail)
{
    public static AccountAnswer Granted(TokenRequest token) => new(token, null, "");

    public static AccountAnswer Refused(LoginFailure failure, string detail) => new(null, failure, detail);
}
