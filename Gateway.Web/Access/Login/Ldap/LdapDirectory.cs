using System.DirectoryServices.Protocols;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Finds a user in the directory, checks the password by binding as that user, and collects the user's groups.</summary>
internal sealed class LdapDirectory(IOptions<LdapOptions> options) : IUserDirectory
{
    public bool IsEnabled => !string.IsNullOrEmpty(options.Value.Host);

    public DirectoryAnswer Authenticate(string user, string password, CancellationToken deadline)
    {
        try
        {
            return string.IsNullOrEmpty(options.Value.ServiceDn)
                ? AuthenticateDirectly(options.Value, user, password, deadline)
                : AuthenticateByService(options.Value, user, password, deadline);
        }
        catch (OperationCanceledException)
        {
            return DirectoryAnswer.Refused(LoginFailure.Unreachable, "The directory did not answer in time.");
        }
        catch (DirectoryException error)
        {
            return LdapFaults.Explain(error, deadline.IsCancellationRequested);
        }
        catch (Exception error)
        {
            // The exception itself is not passed on, so that it is never logged: only its type and its message are reported.
            return DirectoryAnswer.Refused(LoginFailure.Misconfigured, $"{error.GetType().Name}: {error.Message}");
        }
    }

    private static DirectoryAnswer AuthenticateByService(LdapOptions options, string user, string password, CancellationToken deadline)
    {
        using var service = LdapSession.Open(options, deadline);
        if (LdapFaults.Catch(() => service.Bind(options.ServiceDn!, options.ServicePassword!)) is { } serviceFault)
        {
            return LdapFaults.IsRefusedBind(serviceFault)
                ? DirectoryAnswer.Refused(LoginFailure.Misconfigured, "The service account was refused; check its name and password.")
                : LdapFaults.Explain(serviceFault, deadline.IsCancellationRequested);
        }

        var found = LdapUsers.Find(service, options, user);
        if (found is not [var entry])
        {
            return found.Count == 0
                ? DirectoryAnswer.Refused(LoginFailure.UnknownUser)
                : DirectoryAnswer.Refused(LoginFailure.Misconfigured, "The user filter finds more than one entry for this name; make the filter match one entry only.");
        }

        // The user binds on a second connection, so that the connection of the service account keeps its rights.
        using var own = LdapSession.Open(options, deadline);
        if (LdapFaults.Catch(() => own.Bind(entry.DistinguishedName, password)) is { } fault)
        {
            return LdapFaults.ExplainBind(fault, LdapUsers.IsLocked(entry, options), deadline.IsCancellationRequested);
        }

        return Describe(service, options, entry, user);
    }

    private static DirectoryAnswer AuthenticateDirectly(LdapOptions options, string user, string password, CancellationToken deadline)
    {
        var name = LdapUsers.BindName(options.UserDnTemplate!, user);
        using var own = LdapSession.Open(options, deadline);
        if (LdapFaults.Catch(() => own.Bind(name, password)) is { } fault)
        {
            return LdapFaults.ExplainBind(fault, isLocked: false, deadline.IsCancellationRequested);
        }

        var found = string.IsNullOrEmpty(options.UserBase) ? LdapUsers.Read(own, options, name) : LdapUsers.Find(own, options, user);
        return found is [var entry]
            ? Describe(own, options, entry, user)
            : DirectoryAnswer.Refused(LoginFailure.Misconfigured, $"The user could bind, but the search for the user's entry finds {found.Count} entries instead of one.");
    }

    private static DirectoryAnswer Describe(LdapSession session, LdapOptions options, SearchResultEntry entry, string user) =>
        LdapUsers.SubjectOf(entry, options, user) is { } subject
            ? DirectoryAnswer.Known(subject, new LdapGroups(session, options).Of(entry))
            : DirectoryAnswer.Refused(LoginFailure.Misconfigured, $"The user's entry has no readable attribute {options.SubjectAttribute}.");
}
