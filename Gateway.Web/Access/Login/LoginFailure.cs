namespace Gateway.Web.Access.Login;

/// <summary>Why a log-in was refused. For the log, metrics and audit; the caller is told the same for each.</summary>
internal enum LoginFailure
{
    /// <summary>Refused before the directory was asked: no name, no password, or characters that neither may have.</summary>
    Malformed,

    UnknownUser,

    WrongPassword,

    /// <summary>Right or wrong password: the directory does not let this account in.</summary>
    LockedAccount,

    /// <summary>The password is right, but no group of the account is mapped to any right.</summary>
    NoMatchingGroup,

    /// <summary>No answer in time, no connection, or a certificate that does not check.</summary>
    Unreachable,

    /// <summary>All places for concurrent log-ins are taken.</summary>
    Busy,

    /// <summary>The directory answered, but not as the configuration expects.</summary>
    Misconfigured,
}
