namespace Gateway.Web.Access.Callers;

/// <summary>Why a token was not accepted. Used in the log and in metrics; a caller learns only that the token was not accepted.</summary>
internal enum TokenRefusal
{
    Malformed,
    TooLong,
    Algorithm,
    UnknownKey,
    Signature,
    Issuer,
    Audience,
    Expired,
    NotYetValid,
    Claims,
    Revoked,
}
