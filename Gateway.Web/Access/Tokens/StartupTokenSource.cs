using Gateway.Web.Access.Callers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Makes the admin token of this start. Whoever asks prints it and hands it to nothing else, no logger and no file.
/// </summary>
internal sealed class StartupTokenSource(TokenMinter minter, IOptions<AccessOptions> options)
{
    public const string Subject = "startup";

    /// <summary>A new token at each call, or null when it is not wanted. After the host has started.</summary>
    /// <param name="isOnTerminal">What is printed is seen by who started the gateway, and kept nowhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IssuedToken?> MintAsync(bool isOnTerminal, CancellationToken cancellationToken)
    {
        if (!(options.Value.StartupToken ?? isOnTerminal))
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
