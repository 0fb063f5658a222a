using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Architecture.Tests;

public sealed class ProjectTests
{
    [Fact]
    public void The_worker_needs_no_asp_net_core_and_no_generic_host()
    {
        var project = File.ReadAllText(Repository.File("Gateway.Worker", "Gateway.Worker.csproj"));
        Assert.DoesNotContain("AspNetCore", project, StringComparison.Ordinal);
        Assert.DoesNotContain("Sdk.Web", project, StringComparison.Ordinal);
        var output = Repository.File("Gateway.Worker", "bin", ConfigurationName(), "net10.0");
        using var runtime = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "Gateway.Worker.runtimeconfig.json")));
        Assert.Equal("Microsoft.NETCore.App", runtime.RootElement.GetProperty("runtimeOptions").GetProperty("framework").GetProperty("name").GetString());
        var resolved = File.ReadAllText(Path.Combine(output, "Gateway.Worker.deps.json"));
        Assert.DoesNotContain("AspNetCore", resolved, StringComparison.Ordinal);
        Assert.DoesNotContain("Extensions.Hosting", resolved, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gateway_knows_the_worker_as_a_program_only()
    {
        Assert.Matches(
            new Regex("Gateway\\.Worker\\.csproj\" ReferenceOutputAssembly=\"false\""), File.ReadAllText(Repository.File("Gateway.Web", "Gateway.Web.csproj")));
        Assert.DoesNotContain(SourceFile.CSharp("Gateway.Web/"), file => Regex.IsMatch(file.Text, @"(?<![\w.""])Gateway\.Worker\.[A-Z]"));
    }

    [Fact]
    public void What_both_processes_share_needs_the_base_class_library_only() =>
        Assert.DoesNotMatch(
            new Regex("<(PackageReference|FrameworkReference|ProjectReference)"), File.ReadAllText(Repository.File("Gateway.Shared", "Core", "Gateway.Shared.csproj")));

    [Fact]
    public void The_client_and_what_it_uses_are_for_programs_without_asp_net_core() => Assert.All(
        SourceFile.All(".csproj", ".props").Where(file => file.Path.StartsWith("Gateway.Shared/", StringComparison.Ordinal)),
        file => Assert.DoesNotMatch(new Regex("FrameworkReference|Sdk\\.Web"), file.Text));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.File("Gateway.sln")).Replace('\\', '/');
        Assert.DoesNotContain(SourceFile.All(".csproj"), file => !solution.Contains(file.Path, StringComparison.Ordinal));
    }

    // The worker was built in the same configuration as the tests, whose output directory names it.
    private static string ConfigurationName() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
