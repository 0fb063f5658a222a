using Microsoft.Extensions.Options;

namespace Gateway.Web.Access;

/// <summary>
/// Makes the admin token of this start. For the host's console only: whoever asks prints it there and hands it to nothing
/// else, no logger and no file.
/// </summary>
internal sealed class StartupTokenSource(TokenIssuer issuer, IOptions<AccessOptions> options)
{
    public const string Subject = "startup";

    /// <summary>A new token at each call, or null when the option is off. After the host has started.</summary>
    public IssuedToken? Mint() => options.Value.StartupToken
        ? issuer.Issue(new TokenRequest { Subject = Subject, Scopes = [Scopes.Admin], Lifetime = options.Value.StartupTokenLifetime })
        : null;
}
