using System.Text;
using Gateway.CommandLine.Contexts;
using Gateway.CommandLine.Output;
using Spectre.Console;

namespace Gateway.CommandLine.Running;

/// <summary>What a command has around it: input and output, the environment, the clock. Tests replace it.</summary>
internal sealed class ToolHost : IDisposable
{
    public required TextReader Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    /// <summary>Draws tables when the output is a terminal.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>Asks for secrets, beside the output.</summary>
    public required IAnsiConsole Prompt { get; init; }

    public required bool IsInputTerminal { get; init; }

    public required bool IsOutputTerminal { get; init; }

    /// <summary>Gives the value of an environment variable; null when it is not set or empty.</summary>
    public required Func<string, string?> Environment { get; init; }

    public required ContextFile Contexts { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static ToolHost OfProcess()
    {
        var isTerminal = !System.Console.IsOutputRedirected;
        return new ToolHost
        {
            Input = System.Console.In,
            Output = isTerminal ? System.Console.Out : new StreamWriter(OutputStream.OfProcess(), new UTF8Encoding(false)),
            Errors = System.Console.Error,
            Console = ConsoleFor(System.Console.Out),
            Prompt = ConsoleFor(System.Console.Error),
            IsInputTerminal = !System.Console.IsInputRedirected,
            IsOutputTerminal = isTerminal,
            Environment = VariableOf,
            Contexts = new ContextFile(ContextFile.PathOf(VariableOf)),
        };
    }

    public void Dispose()
    {
        try
        {
            Output.Flush();
        }
        catch (OutputClosedException)
        {
            // Nobody reads it.
        }
    }

    private static string? VariableOf(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // It finds out by itself whether the terminal has colours, and respects NO_COLOR.
    private static IAnsiConsole ConsoleFor(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
