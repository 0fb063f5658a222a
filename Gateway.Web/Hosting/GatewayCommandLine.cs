using System.CommandLine;
using System.CommandLine.Invocation;

namespace Gateway.Web.Hosting;

/// <summary>
/// The command line of the gateway. Without a command it runs the gateway, and all arguments are settings, which the configuration reads.
/// </summary>
internal static class GatewayCommandLine
{
    public const string Name = "Gateway.Web";

    private const string Description = """
        Serves the sessions of MXAccess over SignalR and HTTP. Without a command the gateway runs until it is told to stop.

        Every setting may be an argument, such as --urls=http://127.0.0.1:5080 or --Gateway:Sessions:MaxSessions=10. Settings are also
        read from appsettings.json and from environment variables, such as Gateway__Sessions__MaxSessions=10.
        """;

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var root = Build(output, errors);
        if (IsCommand(root, args) || Array.Exists(args, argument => IsOwnOption(root, argument)))
        {
            return InvokeAsync(root, args, output, errors);
        }

        return args is [var word, ..] && IsBareWord(word)
            ? RefuseAsync([$"'{word}' is not a command; the commands are {string.Join(", ", root.Subcommands.Select(command => command.Name))}."], root, errors)
            : GatewayApplication.RunAsync(args, errors);
    }

    private static RootCommand Build(TextWriter output, TextWriter errors)
    {
        var service = new Command(ServiceCommand.Name, "Runs the gateway as a Windows service. Only the service control manager can use this command.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        service.SetAction((parsed, _) => ServiceCommand.RunAsync([.. parsed.UnmatchedTokens], errors));
        return new RootCommand(Description) { TokenCommand.Build(output, errors), HealthCommand.Build(output, errors), service };
    }

    private static bool IsCommand(RootCommand root, string[] args) =>
        args is [var name, ..] && root.Subcommands.Any(command => command.Name == name);

    private static bool IsOwnOption(RootCommand root, string argument) =>
        root.Options.Any(option => option.Name == argument || option.Aliases.Contains(argument));

    // Everything else is a setting.
    private static bool IsBareWord(string argument) => argument is [not ('-' or '/'), ..] && !argument.Contains('=', StringComparison.Ordinal);

    // Names of arguments are read in any case, as those of settings are.
    private static string WithLowerName(string argument)
    {
        var parts = argument.Split('=', 2);
        parts[0] = argument.StartsWith("--", StringComparison.Ordinal) && !argument.Contains(':', StringComparison.Ordinal) ? parts[0].ToLowerInvariant() : parts[0];
        return string.Join('=', parts);
    }

    private static Task<int> InvokeAsync(RootCommand root, string[] args, TextWriter output, TextWriter errors)
    {
        // Values of arguments are texts: a file is not read because a text begins with @.
        var parsed = root.Parse([.. args.Select(WithLowerName)], new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            return RefuseAsync(parsed.Errors.Select(error => error.Message), parsed.CommandResult.Command, errors);
        }

        // The gateway handles the signals to stop itself, and StartFaults the exceptions.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return parsed.InvokeAsync(invocation);
    }

    /// <returns><see cref="ExitCodes.BadArguments"/>.</returns>
    public static async Task<int> RefuseAsync(IEnumerable<string> faults, Command command, TextWriter errors)
    {
        foreach (var fault in faults)
        {
            await errors.WriteLineAsync(fault);
        }

        var name = command is RootCommand ? Name : $"{Name} {command.Name}";
        await errors.WriteLineAsync($"'{name} --help' explains the arguments.");
        return ExitCodes.BadArguments;
    }
}
