using System.CommandLine;
using Gateway.CommandLine.Contexts;
using Gateway.CommandLine.Running;
using Gateway.Testing;
using Spectre.Console;

namespace Gateway.CommandLine.Tests;

/// <summary>Runs command lines inside the test, with a contexts file of its own.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mxgateway-test-");
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public ToolRun() => Contexts = new ContextFile(Path.Combine(_directory.FullName, "mxgateway", "contexts.json"));

    public ContextFile Contexts { get; }

    /// <summary>What the next command reads from its standard input.</summary>
    public string Input { get; set; } = "";

    /// <summary>Whether the output is a terminal that draws tables.</summary>
    public bool IsTerminal { get; init; }

    public ToolRun With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var host = HostWith(output, errors);
        var exitCode = await MxgatewayProgram.RunAsync(args, host).WithTimeout($"mxgateway {string.Join(' ', args)}");
        return (exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>All commands.</summary>
    public RootCommand Commands() => MxgatewayProgram.Build(HostWith(TextWriter.Null, TextWriter.Null));

    public void Dispose() => _directory.Delete(recursive: true);

    private ToolHost HostWith(TextWriter output, TextWriter errors) => new()
    {
        Input = new StringReader(Input),
        Output = output,
        Errors = errors,
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) }),
        Prompt = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(errors) }),
        IsInputTerminal = false,
        IsOutputTerminal = IsTerminal,
        Environment = name => _variables.GetValueOrDefault(name),
        Contexts = Contexts,
    };
}
