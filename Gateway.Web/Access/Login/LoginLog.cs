using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.Login;

/// <summary>User names are those typed, made fit for a line by <see cref="LogName"/>. Passwords are in no message.</summary>
internal static partial class LoginLog
{
    [LoggerMessage(EventIds.Login + 1, LogLevel.Information, "{User} logged in from {Address} as {Subject}, token {TokenId} until {ExpiresAt:O}.", EventName = "LoggedIn")]
    public static partial void LoggedIn(
        this ILogger logger, string user, string address, string subject, string tokenId, DateTimeOffset expiresAt);

    [LoggerMessage(EventIds.Login + 2, LogLevel.Information, "Log-in of {User} from {Address} refused: malformed name or password.", EventName = "MalformedLogin")]
    public static partial void MalformedLogin(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 3, LogLevel.Information, "Log-in of {User} from {Address} refused: no such user.", EventName = "UnknownUser")]
    public static partial void UnknownUser(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 4, LogLevel.Information, "Log-in of {User} from {Address} refused: wrong password.", EventName = "WrongPassword")]
    public static partial void WrongPassword(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 5, LogLevel.Warning, "Log-in of {User} from {Address} refused: the account is locked. {Detail}", EventName = "LockedAccount")]
    public static partial void LockedAccount(this ILogger logger, string user, string address, string detail);

    [LoggerMessage(EventIds.Login + 6, LogLevel.Warning, "Log-in of {User} from {Address} refused: none of its groups is mapped. {Detail}", EventName = "NoMatchingGroup")]
    public static partial void NoMatchingGroup(this ILogger logger, string user, string address, string detail);

    [LoggerMessage(EventIds.Login + 7, LogLevel.Error, "Log-in of {User} from {Address} refused: the directory is not reachable. {Detail}", EventName = "DirectoryUnreachable")]
    public static partial void DirectoryUnreachable(this ILogger logger, string user, string address, string detail);

    [LoggerMessage(EventIds.Login + 8, LogLevel.Warning, "Log-in of {User} from {Address} refused: too many log-ins at the same time.", EventName = "LoginBusy")]
    public static partial void LoginBusy(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 9, LogLevel.Error, "Log-in of {User} from {Address} refused: the directory does not fit the configuration. {Detail}", EventName = "DirectoryMisconfigured")]
    public static partial void DirectoryMisconfigured(this ILogger logger, string user, string address, string detail);

    // Debug: an attacker would fill the log. The metric counts them.
    [LoggerMessage(EventIds.Login + 10, LogLevel.Debug, "Log-in of {User} from {Address} not tried: too many attempts.", EventName = "RateLimited")]
    public static partial void RateLimited(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 11, LogLevel.Error, "A log-in attempt could not be written to the audit trail.", EventName = "AuditFailed")]
    public static partial void AuditFailed(this ILogger logger, Exception error);

    public static void Refused(this ILogger logger, LoginFailure failure, string user, string address, string detail)
    {
        switch (failure)
        {
            case LoginFailure.Malformed: logger.MalformedLogin(user, address); break;
            case LoginFailure.UnknownUser: logger.UnknownUser(user, address); break;
            case LoginFailure.WrongPassword: logger.WrongPassword(user, address); break;
            case LoginFailure.LockedAccount: logger.LockedAccount(user, address, detail); break;
            case LoginFailure.NoMatchingGroup: logger.NoMatchingGroup(user, address, detail); break;
            case LoginFailure.Unreachable: logger.DirectoryUnreachable(user, address, detail); break;
            case LoginFailure.Busy: logger.LoginBusy(user, address); break;
            default: logger.DirectoryMisconfigured(user, address, detail); break;
        }
    }
}
