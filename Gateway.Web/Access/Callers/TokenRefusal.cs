namespace Gateway.Web.Access.Callers;

/// <summary>Why a token was not accepted. Used in the log and in metrics; a caller learns only that the token was not accepted.</summary>
internal enum TokenRefusal
{
    Malformed,
    TooLong,
    Algorithm,
    UnknownKey,

    /// <summary>The keys of the issuer are not known at the moment. The caller learns this, and tries again.</summary>
    KeysUnknown,

    Signature,
    Issuer,
    Audience,
    Expired,
    NotYetValid,
    Claims,
    Revoked,
}
