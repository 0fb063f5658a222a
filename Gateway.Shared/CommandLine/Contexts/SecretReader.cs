using Gateway.CommandLine.Running;
using Spectre.Console;

namespace Gateway.CommandLine.Contexts;

/// <summary>Reads a secret: typed at a terminal, where it is not shown, or as the first line of standard input.</summary>
internal static class SecretReader
{
    private const int LongestSecret = 16 * 1024;

    /// <param name="host">The terminal or the input.</param>
    /// <param name="what">What is asked for, such as <c>token</c>.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="ToolFailure">There is none, or it cannot be one.</exception>
    public static async Task<string> ReadAsync(ToolHost host, string what, CancellationToken cancellationToken)
    {
        var secret = host.IsInputTerminal
            ? await new TextPrompt<string>($"{what} (not shown):").Secret(null).ShowAsync(host.Prompt, cancellationToken)
            : await host.Input.ReadLineAsync(cancellationToken);
        return Checked(what, secret?.Trim());
    }

    /// <summary>The secret, if it can be one.</summary>
    public static string Checked(string what, string? secret) => secret switch
    {
        null or "" => throw new ToolFailure(ExitCodes.Usage, $"No {what} was given.", $"Type it at the prompt, or pipe it: mxgateway login < {what}.txt"),
        { Length: > LongestSecret } => throw new ToolFailure(ExitCodes.Usage, $"The {what} is too long."),
        _ when secret.Any(char.IsControl) => throw new ToolFailure(ExitCodes.Usage, $"The {what} has control characters."),
        _ => secret,
    };
}
