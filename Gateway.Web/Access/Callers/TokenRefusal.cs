namespace Gateway.Web.Access.Callers;

/// <summary>Why a token was not accepted. For the log and metrics; a caller learns only that it was not.</summary>
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
