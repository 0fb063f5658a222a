using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Tokens;

/// <summary><c>mxgateway token</c>.</summary>
internal static class TokenMenu
{
    public static Command Build(CommandRunner runner) => new("token", "The tokens of the gateway: mint, list and revoke them.")
    {
        TokenMintCommand.Build(runner),
        TokenListCommand.Build(runner),
        TokenRevokeCommand.Build(runner),
    };
}
