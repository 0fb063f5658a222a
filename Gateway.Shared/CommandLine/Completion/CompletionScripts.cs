namespace Gateway.CommandLine.Completion;

/// <summary>The scripts that complete command lines. They ask the program itself, by its directive <c>[suggest]</c>.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # Completes mxgateway in bash.
        _mxgateway() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(mxgateway "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _mxgateway mxgateway

        """;

    private const string Zsh = """
        #compdef mxgateway
        # Completes mxgateway in zsh.
        _mxgateway() {
          local -a found
          found=("${(@f)$(mxgateway "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a found
        }
        compdef _mxgateway mxgateway

        """;

    private const string Fish = """
        # Completes mxgateway in fish.
        complete -c mxgateway -f -a '(mxgateway "[suggest:"(commandline -C)"]" (commandline -b) 2>/dev/null)'

        """;

    private const string PowerShell = """
        # Completes mxgateway in PowerShell.
        Register-ArgumentCompleter -Native -CommandName mxgateway -ScriptBlock {
          param($word, $ast, $position)
          mxgateway "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }

        """;

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = PowerShell };

    public static IEnumerable<string> Shells => All.Keys;

    public static string Of(string shell) => All[shell].ReplaceLineEndings("\n");
}
