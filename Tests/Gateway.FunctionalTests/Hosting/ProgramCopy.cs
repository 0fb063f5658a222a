using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A copy of the gateway's program in a directory of its own.</summary>
internal sealed class ProgramCopy : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-program-");

    private ProgramCopy()
    {
    }

    public string Program => Path.Combine(_directory.FullName, Path.GetFileName(GatewayProgram.Path));

    public static ProgramCopy Make()
    {
        var copy = new ProgramCopy();
        var source = Path.GetDirectoryName(GatewayProgram.Path)!;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (!relative.StartsWith("running", StringComparison.Ordinal))
            {
                var target = Path.Combine(copy._directory.FullName, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        return copy;
    }

    /// <summary>Runs a command of the program in another directory than its own.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        var start = GatewayProgram.Start(Program, args);
        start.WorkingDirectory = Path.GetTempPath();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WithTimeout("the end of the command");
        return (process.ExitCode, await output.WithTimeout("the output"), await errors.WithTimeout("the errors"));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
