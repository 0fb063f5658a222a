using System.Reflection.PortableExecutable;
using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Workers;

/// <summary>Finds the worker program, decides how it is run, and reads which platform it was built for.</summary>
internal sealed record WorkerProgram(string FileName, IReadOnlyList<string> Arguments, string Path)
{
    private const string Name = "Gateway.Worker";
    private const string Host = "dotnet";

    /// <exception cref="GatewayException"><c>WorkerStartFailed</c>: there is no worker program.</exception>
    public static WorkerProgram Find(WorkerOptions options) => Of(
        options,
        PathOf(options) ?? throw new GatewayException(
            GatewayErrorCode.WorkerStartFailed,
            $"There is no worker program beside the gateway; set {WorkerOptions.Section}:{nameof(options.ExecutablePath)}."));

    /// <summary>
    /// Why the program does not meet <see cref="WorkerOptions.RequiredArchitecture"/>; null when it does, or when there is no program
    /// yet.
    /// </summary>
    public static string? Mismatch(WorkerOptions options)
    {
        var path = options.RequiredArchitecture == WorkerArchitecture.Any ? null : PathOf(options);
        if (path is null || !File.Exists(path) || ArchitectureOf(path) is not { } found)
        {
            return null;
        }

        return found == options.RequiredArchitecture || (found == WorkerArchitecture.Any && IsAssembly(path))
            ? null
            : $"is {options.RequiredArchitecture}, but {path} is built for {found}. Publish the worker with a profile for that platform "
                + "(win-x86 for MXAccess, which is 32-bit), or change the setting.";
    }

    /// <summary>
    /// Why a running worker does not meet the required architecture; null when it does. The file alone does not show how an assembly
    /// for any platform is run.
    /// </summary>
    public static string? MismatchOf(WorkerOptions options, WorkerInfo worker) =>
        options.RequiredArchitecture == WorkerArchitecture.Any
            || string.Equals(worker.Architecture, options.RequiredArchitecture.ToString(), StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The worker runs as {worker.Architecture}, but {WorkerOptions.Section}:{nameof(options.RequiredArchitecture)} is {options.RequiredArchitecture}. "
                + $"Publish the worker for that platform, or set {nameof(options.DotnetHostPath)} to a host of that architecture.";

    /// <summary>Reads the architecture from the file's headers. An assembly for any platform runs as its host does.</summary>
    /// <returns>Null when the file is not a Windows program or assembly.</returns>
    internal static WorkerArchitecture? ArchitectureOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var reader = new PEReader(file);
            var headers = reader.PEHeaders;
            return headers.CoffHeader.Machine switch
            {
                Machine.Amd64 => WorkerArchitecture.X64,
                Machine.I386 when headers.CorHeader is { } managed && !managed.Flags.HasFlag(CorFlags.Requires32Bit) => WorkerArchitecture.Any,
                Machine.I386 => WorkerArchitecture.X86,
                _ => null,
            };
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static WorkerProgram Of(WorkerOptions options, string path) =>
        IsAssembly(path) ? new(HostOf(options), [path], path) : new(path, [], path);

    /// <summary>The file of the worker program; null when there is none beside the gateway and none is configured.</summary>
    internal static string? PathOf(WorkerOptions options)
    {
        if (options.ExecutablePath.Length > 0)
        {
            return options.ExecutablePath;
        }

        var beside = System.IO.Path.Combine(AppContext.BaseDirectory, "worker", Name);
        return new[] { beside + ".exe", beside, beside + ".dll" }.FirstOrDefault(File.Exists);
    }

    private static bool IsAssembly(string path) => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    // 64-bit Windows has the 32-bit host in a folder of its own.
    private static string HostOf(WorkerOptions options)
    {
        if (options.DotnetHostPath.Length > 0)
        {
            return options.DotnetHostPath;
        }

        return options.RequiredArchitecture == WorkerArchitecture.X86 && OperatingSystem.IsWindows()
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), Host, Host + ".exe")
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Host;
    }
}
