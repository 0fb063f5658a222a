using System.Net;
using Gateway.Web.Access.Tokens;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Turns a name and a password into a token: checks the limits, checks the account, issues the token, and records the attempt.
/// </summary>
internal sealed class LoginService(LoginLimiter limiter, AccountCheck accounts, TokenMinter minter, LoginRecorder recorder, RefusalPace pace)
{
    public async Task<LoginResult> LogInAsync(LoginRequest request, IPAddress? address, CancellationToken cancellationToken)
    {
        var from = new LoginOrigin(LogName.Of(request.User), address?.ToString());
        if (limiter.Take(request.User, address) is { } wait)
        {
            await recorder.RateLimitedAsync(from, cancellationToken);
            return new LoginResult(null, wait);
        }

        var begun = pace.Begin();
        var answer = await accounts.AskAsync(request, cancellationToken);
        if (answer.Failure is { } failure)
        {
            await recorder.RefusedAsync(from, failure, answer.Detail, cancellationToken);
            await pace.WaitAsync(begun, cancellationToken);
            return LoginResult.Refused;
        }

        limiter.Return(request.User, address);
        return new LoginResult(await IssueAsync(from, answer.Token!, cancellationToken), null);
    }

    private async Task<LoginResponse> IssueAsync(LoginOrigin from, TokenRequest request, CancellationToken cancellationToken)
    {
        var origin = new TokenOrigin(TokenSourceNames.Login, request.Subject) { RemoteAddress = from.Address };
        var token = (await minter.MintAsync(request, origin, cancellationToken)).Token;
        await recorder.AcceptedAsync(from, request.Subject, token, cancellationToken);
        return new LoginResponse(token.Token, token.ExpiresAt, request.Subject, request.Scopes, request.SessionTags);
    }
}
