using Gateway.Web.Access;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tokens;

/// <summary>
/// Makes the admin token of this start. For the host's console only: whoever asks prints it there and hands it to nothing
/// else, no logger and no file.
/// </summary>
internal sealed class StartupTokenSource(TokenMinter minter, IOptions<AccessOptions> options)
{
    public const string Subject = "startup";

    /// <summary>A new token at each call, or null when the option is off. After the host has started.</summary>
    public async Task<IssuedToken?> MintAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.StartupToken)
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
        return (await minter.MintAsync(request, new TokenOrigin(TokenSources.Startup, Subject), cancellationToken)).Token;
    }
}
