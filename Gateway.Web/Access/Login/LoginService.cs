using System.Net;
using Gateway.Web.Access.Login.Ldap;
using Gateway.Web.Access.Tokens;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Turns a name and a password into a token: checks the limits and the form, asks the directory, maps the groups, issues the token, and
/// records the attempt.
/// </summary>
internal sealed class LoginService(
    LoginLimiter limiter, DirectoryGate gate, TokenMinter minter, LoginRecorder recorder, IOptions<LoginOptions> options,
    IOptions<LdapOptions> ldap, TimeProvider time)
{
    private const int MaxUserLength = 256;
    private const int MaxPasswordLength = 1024;

    public async Task<LoginResult> LogInAsync(LoginRequest request, IPAddress? address, CancellationToken cancellationToken)
    {
        var from = new LoginOrigin(LogName.Of(request.User), address?.ToString());
        if (limiter.Take(request.User, address) is { } wait)
        {
            await recorder.RateLimitedAsync(from, cancellationToken);
            return new LoginResult(null, wait);
        }

        var started = time.GetTimestamp();
        var answer = await AskAsync(request, cancellationToken);
        var grants = GroupGrants.Of(answer.Groups, ldap.Value.Groups);
        if (answer.Failure is null && grants.Scopes.Count == 0)
        {
            answer = DirectoryAnswer.Refused(LoginFailure.NoMatchingGroup, $"The directory names {answer.Groups.Count} group(s) of the account.");
        }

        if (answer.Failure is { } failure)
        {
            await recorder.RefusedAsync(from, failure, answer.Detail, cancellationToken);
            await WaitForNextStepAsync(started, cancellationToken);
            return LoginResult.Refused;
        }

        limiter.Return(request.User, address);
        return new LoginResult(await IssueAsync(from, ldap.Value.SubjectPrefix + answer.Subject, grants, cancellationToken), null);
    }

    private Task<DirectoryAnswer> AskAsync(LoginRequest request, CancellationToken cancellationToken) =>
        request is { User: { } user, Password: { } password } && IsSoundUser(user) && IsSoundPassword(password)
            ? gate.AskAsync(user, password, cancellationToken)
            : Task.FromResult(DirectoryAnswer.Refused(LoginFailure.Malformed));

    private async Task<LoginResponse> IssueAsync(LoginOrigin from, string subject, GroupGrants grants, CancellationToken cancellationToken)
    {
        var request = new TokenRequest
        {
            Subject = subject,
            Scopes = grants.Scopes,
            SessionTags = grants.SessionTags,
            Lifetime = options.Value.TokenLifetime,
        };
        var origin = new TokenOrigin(TokenSourceNames.Login, subject) { RemoteAddress = from.Address };
        var token = (await minter.MintAsync(request, origin, cancellationToken)).Token;
        await recorder.AcceptedAsync(from, subject, token, cancellationToken);
        return new LoginResponse(token.Token, token.ExpiresAt, subject, grants.Scopes, grants.SessionTags);
    }

    private static bool IsSoundUser(string user) =>
        user.Length <= MaxUserLength && !string.IsNullOrWhiteSpace(user) && LogName.IsClean(user) && !LoginLimiter.HasOtherSpelling(user);

    // Directories accept an empty password as an anonymous bind. A password that begins with NUL is empty for native code too.
    private static bool IsSoundPassword(string password) =>
        password.Length is > 0 and <= MaxPasswordLength && !password.Contains('\0', StringComparison.Ordinal);

    private async Task WaitForNextStepAsync(long started, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(options.Value.RefusalStepMs);
        if (step > TimeSpan.Zero)
        {
            var past = time.GetElapsedTime(started).Ticks % step.Ticks;
            await Task.Delay(TimeSpan.FromTicks(step.Ticks - past), time, cancellationToken);
        }
    }
}
