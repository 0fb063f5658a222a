using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Api;

/// <summary>Describes what runs: versions, the platform, and the packages with their licences.</summary>
internal sealed class AboutGateway(IOptions<WorkerOptions> workers)
{
    private static readonly Lazy<IReadOnlyList<UsedPackage>> Packages = new(ReadPackages);

    public AboutReport Describe() => new()
    {
        Gateway = VersionOf(typeof(AboutGateway).Assembly),
        Contract = VersionOf(typeof(SessionInfo).Assembly),
        Worker = WorkerVersion(),
        WorkerProtocol = ProtocolLimits.Version,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
        Packages = Packages.Value,
    };

    private static string VersionOf(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    // A program for Linux has no version in its file, but the assembly beside it has.
    private string? WorkerVersion()
    {
        var program = WorkerProgram.PathOf(workers.Value);
        return new[] { Path.ChangeExtension(program, ".dll"), $"{program}.dll", program }
            .Where(File.Exists).Select(path => FileVersionInfo.GetVersionInfo(path!).ProductVersion).FirstOrDefault(version => !string.IsNullOrEmpty(version));
    }

    // The build writes one line for each package: id, version and licence, separated by tabs.
    private static UsedPackage[] ReadPackages()
    {
        using var stream = typeof(AboutGateway).Assembly.GetManifestResourceStream("packages.tsv");
        if (stream is null)
        {
            return [];
        }

        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('\t')).Where(parts => parts.Length >= 2)
            .Select(parts => new UsedPackage(parts[0], parts[1], parts.Length > 2 && parts[2].Length > 0 ? parts[2] : null))
            .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
