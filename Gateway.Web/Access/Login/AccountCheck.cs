using Gateway.Web.Access.Login.Ldap;
using Gateway.Web.Access.Tokens;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Decides whether a name and a password are of an account, and which token it may have: checks the form, asks the directory, and maps the
/// groups of the account.
/// </summary>
internal sealed class AccountCheck(DirectoryGate gate, IOptions<LoginOptions> options, IOptions<LdapOptions> ldap)
{
    private const int MaxUserLength = 256;
    private const int MaxPasswordLength = 1024;

    public async Task<AccountAnswer> AskAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request is not { User: { } user, Password: { } password } || !IsSoundUser(user) || !IsSoundPassword(password))
        {
            return AccountAnswer.Refused(LoginFailure.Malformed, "");
        }

        var answer = await gate.AskAsync(user, password, cancellationToken);
        return answer.Failure is { } failure ? AccountAnswer.Refused(failure, answer.Detail) : Granted(answer);
    }

    private AccountAnswer Granted(DirectoryAnswer answer)
    {
        var grants = GroupGrants.Of(answer.Groups, ldap.Value.Groups);
        return grants.Scopes.Count == 0
            ? AccountAnswer.Refused(LoginFailure.NoMatchingGroup, $"The directory names {answer.Groups.Count} group(s) of the account.")
            : AccountAnswer.Granted(new TokenRequest
            {
                Subject = ldap.Value.SubjectPrefix + answer.Subject,
                Scopes = grants.Scopes,
                SessionTags = grants.SessionTags,
                Lifetime = options.Value.TokenLifetime,
            });
    }

    private static bool IsSoundUser(string user) =>
        user.Length <= MaxUserLength && !string.IsNullOrWhiteSpace(user) && LogName.IsClean(user) && !LoginLimiter.HasOtherSpelling(user);

    // Directories accept an empty password as an anonymous bind. A password that begins with NUL is empty for native code too.
    private static bool IsSoundPassword(string password) =>
        password.Length is > 0 and <= MaxPasswordLength && !password.Contains('\0', StringComparison.Ordinal);
}
