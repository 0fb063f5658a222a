using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Testing;
using Gateway.Web.Hosting;

namespace Gateway.Web.Tests.Hosting;

/// <summary>What a command of a document must name: scripts, options, routes, packages and files that exist.</summary>
internal sealed partial class ShellRules(string directory)
{
    private static readonly JsonElement Root = Json("package.json");

    private static readonly string Version = Root.GetProperty("version").GetString()!;

    /// <returns>What is wrong with the command; null when nothing is.</returns>
    public async Task<string?> FaultAsync(ShellLine line)
    {
        var own = line.Words.ToList().FindIndex(word => word is "Gateway.Web" || word.EndsWith("/Gateway.Web", StringComparison.Ordinal));
        if (own >= 0)
        {
            return await RunAsync([.. line.Words.Skip(own + 1)]);
        }

        return line.Program switch
        {
            "npm" => await NpmAsync([.. line.Words.Skip(1)]),
            "npx" => Json("Tests/Conformance/package.json").GetProperty("bin").TryGetProperty(line.Words[1], out _) ? null : $"no package of ours has the program {line.Words[1]}",
            "curl" => Curl(line.Words),
            "dotnet" => Dotnet(line.Words),
            "tar" or "podman" or "docker" => Files(line.Words) ?? Container(line.Words),
            "install.sh" or "uninstall.sh" => Files(line.Words) ?? Options(File.ReadAllText(Repository.File("Gateway.Web", "Hosting", "Linux", line.Program)), line.Words),
            // The tests of mxgateway read its lines with its own parser.
            "cd" or "mkdir" or "export" or "mxgateway" => null,
            _ => "no rule knows this command",
        };
    }

    /// <summary>Runs a command of the gateway on a store of its own.</summary>
    public async Task<string?> RunAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        // A document may name a command without its arguments.
        if (args is not ["token", _, ..] and not ["--help"] and not ["--version"])
        {
            return args is ["health"] or ["token"] or [] ? null : "no rule knows this command of the gateway";
        }

        var code = await GatewayCommandLine.RunAsync([.. args, .. args is ["token", ..] ? new[] { "--contentRoot", directory } : []], output, errors).WithTimeout("the command");
        return code == ExitCodes.Ok ? null : errors.ToString();
    }

    private async Task<string?> NpmAsync(string[] args)
    {
        if (args is ["start"] or ["test", ..])
        {
            return null;
        }

        if (args is ["install" or "ci" or "create", ..])
        {
            return Files(args);
        }

        var script = args.Skip(1).FirstOrDefault(arg => arg[0] != '-') ?? "";
        var rest = args.SkipWhile(arg => arg != "--").Skip(1).ToArray();
        return args is not ["run", ..] ? "no rule knows this command of npm"
            : script == "dev" ? null
            : !Root.GetProperty("scripts").TryGetProperty(script, out _) ? $"there is no script {script}"
            : script == "token" ? await RunAsync(["token", .. rest])
            : script == "package" ? Options(File.ReadAllText(Repository.File("package.mjs")), rest)
            : null;
    }

    private static string? Curl(IReadOnlyList<string> words)
    {
        var method = words.SkipWhile(word => word != "-X").Skip(1).FirstOrDefault("GET");
        var path = words.Select(word => Target().Match(word)).FirstOrDefault(match => match.Success)?.Groups["path"].Value;
        return path is null ? "it names no address of the gateway" : DocumentedRoutes.Has(method, path) ? null : $"there is no route {method} {path}";
    }

    private static string? Dotnet(IReadOnlyList<string> words) => words switch
    {
        [_, "add", "package", var name, ..] => name.StartsWith("Microsoft.", StringComparison.Ordinal) ? null : Package("Client", name),
        [_, "tool", "install", ..] => Package("CommandLine", words.Skip(3).First(word => word[0] != '-')),
        [_, "run", ..] when words.Contains("--project") => Path.Exists(Repository.File(words[words.ToList().IndexOf("--project") + 1])) ? null : "there is no such project",
        [_, "run" or "pack" or "new" or "nuget", ..] => null,
        [_, "build" or "test" or "format", var project, ..] => Path.Exists(Repository.File(project)) ? null : $"there is no project {project}",
        _ => "no rule knows this command of dotnet",
    };

    private static string? Package(string library, string name) =>
        File.ReadAllText(Repository.File("Gateway.Shared", library, $"Gateway.{library}.csproj")).Contains($"<PackageId>{name}<", StringComparison.Ordinal) ? null : $"there is no package {name}";

    private static string? Container(IReadOnlyList<string> words)
    {
        var file = File.ReadAllText(Repository.File("Gateway.Web", "Hosting", "Linux", "Containerfile"));
        var volume = words.SkipWhile(word => word != "-v").Skip(1).FirstOrDefault()?.Split(':')[1];
        var port = words.SkipWhile(word => word != "-p").Skip(1).FirstOrDefault()?.Split(':')[^1];
        return volume is not null && !file.Contains($"VOLUME {volume}\n", StringComparison.Ordinal) ? $"the image has no volume {volume}"
            : port is not null && !file.Contains($"EXPOSE {port}\n", StringComparison.Ordinal) ? $"the image has no port {port}"
            : null;
    }

    private static string? Options(string program, IReadOnlyList<string> words) => words.Where(word => word.StartsWith("--", StringComparison.Ordinal))
        .Select(word => word[2..].Split('=')[0]).Where(option => !Regex.IsMatch(program, $@"--{Regex.Escape(option)}[^\w-]|[""\s]{Regex.Escape(option)}""?: \{{"))
        .Select(option => $"there is no option --{option}").FirstOrDefault();

    // Files of ours have the version in their names.
    private static string? Files(IReadOnlyList<string> words) => words.SelectMany(word => Versioned().Matches(word)).Where(match => match.Groups["version"].Value != Version)
        .Select(match => $"{match.Value} is not of version {Version}").FirstOrDefault();

    private static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Repository.File(file.Split('/')))).RootElement;

    [GeneratedRegex(@"(?:^|\$GATEWAY|//[^/]*)(?<path>/(?:api|health|metrics|openapi)[^?\s""]*)")]
    private static partial Regex Target();

    [GeneratedRegex(@"mxgateway[\w-]*[-:](?<version>\d+\.\d+\.\d+)")]
    private static partial Regex Versioned();
}
