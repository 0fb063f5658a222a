using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Access.Login;

/// <summary>
/// User names are written as they were typed, made safe for a log line by <see cref="LogName"/>. No message contains a password.
/// </summary>
internal static partial class LoginLog
{
    [LoggerMessage(EventIds.Login + 1, LogLevel.Information, "{User} logged in from {Address} as {Subject}, token {TokenId} until {ExpiresAt:O}.", EventName = "LoggedIn")]
    public static partial void LoggedIn(
        this ILogger logger, string user, string address, string subject, string tokenId, DateTimeOffset expiresAt);

    [LoggerMessage(EventIds.Login + 2, LogLevel.Information, "The log-in of {User} from {Address} was refused: the name or the password is malformed.", EventName = "MalformedLogin")]
    public static partial void MalformedLogin(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 3, LogLevel.Information, "The log-in of {User} from {Address} was refused: there is no such user.", EventName = "UnknownUser")]
    public static partial void UnknownUser(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 4, LogLevel.Information, "The log-in of {User} from {Address} was refused: the password is wrong.", EventName = "WrongPassword")]
    public static partial void WrongPassword(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 5, LogLevel.Warning, "The log-in of {User} from {Address} was refused: the account is locked. {Detail}", EventName = "LockedAccount")]
    public static partial void LockedAccount(this ILogger logger, string user, string address, string detail);

    [LoggerMessage(EventIds.Login + 6, LogLevel.Warning, "The log-in of {User} from {Address} was refused: none of the account's groups is mapped to rights. {Detail}", EventName = "NoMatchingGroup")]
    public static partial void NoMatchingGroup(this ILogger logger, string user, string address, string detail);

    [LoggerMessage(EventIds.Login + 7, LogLevel.Error, "The log-in of {User} from {Address} was refused: the directory cannot be reached. {Detail}", EventName = "DirectoryUnreachable")]
    public static partial void DirectoryUnreachable(this ILogger logger, string user, string address, string detail);

    [LoggerMessage(EventIds.Login + 8, LogLevel.Warning, "The log-in of {User} from {Address} was refused: too many log-ins run at the same time.", EventName = "LoginBusy")]
    public static partial void LoginBusy(this ILogger logger, string user, string address);

    [LoggerMessage(EventIds.Login + 9, LogLevel.Error, "The log-in of {User} from {Address} was refused: the directory does not match the configuration. {Detail}", EventName = "DirectoryMisconfigured")]
    public static partial void DirectoryMisconfigured(this ILogger logger, string user, string address, string detail);

    // The level is Debug because an attacker could fill the log. The metric counts these attempts.
    [LoggerMessage(EventIds.Login + 10, LogLevel.Debug, "The log-in of {User} from {Address} was not tried: there were too many attempts.", EventName = "RateLimited")]
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
