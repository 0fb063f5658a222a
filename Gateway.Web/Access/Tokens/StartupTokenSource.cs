using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Creates the admin token that is printed at the start of the gateway. The caller may print the token, and must not pass it to a
/// logger or a file.
/// </summary>
internal sealed class StartupTokenSource(TokenMinter minter, IOwnerDuties duties, IOptions<AccessOptions> options)
{
    public const string Subject = "startup";

    /// <summary>Creates a new token at each call; null when none is wanted, or another gateway signs the tokens. May be called after the host has started.</summary>
    /// <param name="isOnTerminal">True when the output goes to a terminal: only the person who started the gateway sees it, and it is
    /// not stored.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IssuedToken?> MintAsync(bool isOnTerminal, CancellationToken cancellationToken)
    {
        if (!duties.AreHere || !(options.Value.StartupToken ?? isOnTerminal))
        {
            return null;
        }

        var request = new TokenRequest
        {
            Subject = Subject,
            Scopes = [Scopes.Admin],
            Lifetime = options.Value.StartupTokenLifetime,
            Label = "start of the gateway",
        };
        return (await minter.MintAsync(request, new TokenOrigin(TokenSourceNames.Startup, Subject), cancellationToken)).Token;
    }
}
