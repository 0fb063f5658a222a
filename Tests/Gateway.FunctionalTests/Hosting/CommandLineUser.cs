using System.Diagnostics;
using System.Reflection;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A user of <c>mxgateway</c>: the program as a process, with a contexts file of the user's own.</summary>
internal sealed class CommandLineUser : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mxgateway-user-");

    private static string Program => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLineProgram").Value!;

    /// <summary>A user who has logged in with a token, which was piped.</summary>
    public static async Task<CommandLineUser> LogInAsync(GatewayProcess gateway, string token)
    {
        var user = new CommandLineUser();
        var (exitCode, output, errors) = await user.RunAsync(token, "login", "plant", "--url", $"{gateway.Url}");
        Assert.True(exitCode == 0, output + errors);
        Assert.DoesNotContain(token, output + errors, StringComparison.Ordinal);
        return user;
    }

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(string input, params string[] args) => FinishAsync(Start("dotnet", [Program, .. args]), input);

    /// <summary>Runs a line of a shell, in which <c>mxgateway</c> is the program.</summary>
    public Task<(int ExitCode, string Output, string Errors)> ShellAsync(string line) => FinishAsync(Start("sh", ["-c", $"mxgateway() {{ dotnet '{Program}' \"$@\"; }}; {line}"]), "");

    /// <summary>Starts a command that goes on, and sends it Ctrl+C when it has printed a line that contains a text.</summary>
    public Task<(int ExitCode, string Output)> InterruptAsync(string after, params string[] args) => InterruptAsync(after, TimeSpan.Zero, args);

    /// <param name="after">A text of the line.</param>
    /// <param name="unread">How long nobody reads what it prints, before and after Ctrl+C.</param>
    /// <param name="args">The command.</param>
    public async Task<(int ExitCode, string Output)> InterruptAsync(string after, TimeSpan unread, params string[] args)
    {
        using var process = Start("dotnet", [Program, .. args]);
        var printed = "";
        while (!printed.Contains(after, StringComparison.Ordinal))
        {
            var line = await process.StandardOutput.ReadLineAsync().WithTimeout($"'{after}' of mxgateway {string.Join(' ', args)}; it printed {printed}");
            printed += (line ?? throw new InvalidOperationException($"It ended, and had printed {printed}{await process.StandardError.ReadToEndAsync()}")) + "\n";
        }

        await Pace.Async(unread);
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync().WithTimeout("kill");
        await Pace.Async(unread);
        var (exitCode, rest, _) = await FinishAsync(process, "");
        return (exitCode, printed + rest);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private Process Start(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_CONFIG_HOME"] = _directory.FullName;
        start.Environment.Remove("MXGATEWAY_TOKEN");
        start.Environment.Remove("MXGATEWAY_URL");
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> FinishAsync(Process process, string input)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            try
            {
                await process.StandardInput.WriteLineAsync(input);
                process.StandardInput.Close();
                await process.WaitForExitAsync().WithTimeout("the end of mxgateway");
            }
            catch (IOException)
            {
                // It has ended without reading.
                await process.WaitForExitAsync().WithTimeout("the end of mxgateway");
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }

            return (process.ExitCode, await output, await errors);
        }
    }
}
