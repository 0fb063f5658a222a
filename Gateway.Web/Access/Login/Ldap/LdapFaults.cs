using System.DirectoryServices.Protocols;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Tells what an error of the directory means for a log-in.</summary>
internal static class LdapFaults
{
    private const int InvalidCredentials = 49;
    private const int ConstraintViolation = 19;
    private const int UnwillingToPerform = 53;
    private const int Busy = 51;
    private const int Unavailable = 52;
    private const int ServerDown = 81;
    private const int LocalTimeout = 85;
    private const int ConnectError = 91;
    private const int Unspecified = -1;

    /// <summary>
    /// Reasons that Active Directory gives in a refused bind: log-on not allowed at this time, or from this machine; password expired;
    /// account disabled; account expired; password must be changed; account locked.
    /// </summary>
    private static readonly string[] LockedMarks = ["data 530", "data 531", "data 532", "data 533", "data 701", "data 773", "data 775"];

    private const int MaxMessageLength = 300;
    private const string UnknownUserMark = "data 525";

    /// <summary>Returns the error of a bind as a value; null when the bind succeeded.</summary>
    public static DirectoryException? Catch(Action bind)
    {
        try
        {
            bind();
            return null;
        }
        catch (DirectoryException error)
        {
            return error;
        }
    }

    public static bool IsRefusedBind(DirectoryException error) => CodeOf(error) is InvalidCredentials or ConstraintViolation or UnwillingToPerform;

    public static DirectoryAnswer ExplainBind(DirectoryException error, bool isLocked, bool isLate)
    {
        var code = CodeOf(error);
        var message = MessageOf(error);
        if (code is ConstraintViolation or UnwillingToPerform || (code == InvalidCredentials && (isLocked || HasLockedMark(message))))
        {
            return DirectoryAnswer.Refused(LoginFailure.LockedAccount, $"The directory reports result {code}. {message}");
        }

        if (code == InvalidCredentials)
        {
            return DirectoryAnswer.Refused(
                message.Contains(UnknownUserMark, StringComparison.OrdinalIgnoreCase) ? LoginFailure.UnknownUser : LoginFailure.WrongPassword);
        }

        return Explain(error, isLate);
    }

    public static DirectoryAnswer Explain(DirectoryException error, bool isLate)
    {
        var code = CodeOf(error);
        if (isLate || code == LocalTimeout)
        {
            return DirectoryAnswer.Refused(LoginFailure.Unreachable, "The directory did not answer in time.");
        }

        return code is Busy or Unavailable or ServerDown or ConnectError or Unspecified
            ? DirectoryAnswer.Refused(
                LoginFailure.Unreachable, $"Error {code}: {error.Message} Check that the directory runs, and that its certificate is valid, trusted and issued for its host name.")
            : DirectoryAnswer.Refused(LoginFailure.Misconfigured, $"Error {code}: {error.Message} {MessageOf(error)}");
    }

    private static bool HasLockedMark(string message) => LockedMarks.Any(mark => message.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static int CodeOf(DirectoryException error) => error switch
    {
        LdapException ldap => ldap.ErrorCode,
        TlsOperationException => ConnectError,
        DirectoryOperationException { Response: { } response } => (int)response.ResultCode,
        _ => Unspecified,
    };

    // The server's message on one line. It may repeat parts of the request, but never the password.
    private static string MessageOf(DirectoryException error) => LogName.Line(
        error switch
        {
            LdapException { ServerErrorMessage: { Length: > 0 } text } => text,
            DirectoryOperationException { Response.ErrorMessage: { Length: > 0 } text } => text,
            _ => "The directory gave no further reason.",
        },
        MaxMessageLength);
}
