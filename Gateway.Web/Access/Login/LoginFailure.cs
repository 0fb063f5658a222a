namespace Gateway.Web.Access.Login;

/// <summary>
/// Why a log-in was refused. The reason goes into the log, the metrics and the audit trail; the caller gets the same answer for every
/// reason.
/// </summary>
internal enum LoginFailure
{
    /// <summary>
    /// Refused before the directory was asked: the name or the password is missing, too long, or contains characters that are not
    /// allowed.
    /// </summary>
    Malformed,

    UnknownUser,

    WrongPassword,

    /// <summary>The directory does not let this account log in, whether or not the password is right.</summary>
    LockedAccount,

    /// <summary>The password is right, but no group of the account is mapped to any right.</summary>
    NoMatchingGroup,

    /// <summary>No answer in time, no connection, or a certificate that is not valid.</summary>
    Unreachable,

    /// <summary>All places for concurrent log-ins are taken.</summary>
    Busy,

    /// <summary>The directory answered, but not as the configuration expects.</summary>
    Misconfigured,
}
