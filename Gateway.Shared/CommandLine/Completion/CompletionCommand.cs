using System.CommandLine;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Completion;

/// <summary><c>mxgateway completion</c>: prints the script that completes command lines in a shell.</summary>
internal static class CompletionCommand
{
    private const string Description = """
        Prints a script that completes command lines of mxgateway in a shell.

        Examples:
          mxgateway completion bash > ~/.local/share/bash-completion/completions/mxgateway
          mxgateway completion zsh > ~/.zsh/completions/_mxgateway
          mxgateway completion fish > ~/.config/fish/completions/mxgateway.fish
          mxgateway completion pwsh >> $PROFILE
        """;

    public static Command Build(CommandRunner runner)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        return runner.Attach(new Command("completion", Description) { shell }, (invocation, _) =>
        {
            invocation.Host.Output.Write(CompletionScripts.Of(invocation.Get(shell)));
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
