using System.Diagnostics;
using System.Reflection;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>The gateway that the tests start.</summary>
internal static class GatewayProgram
{
    /// <summary>
    /// The program that <c>GATEWAY_TEST_PROGRAM</c> names, for instance that of a package, and otherwise the assembly that was built
    /// with the tests.
    /// </summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("GATEWAY_TEST_PROGRAM") is { Length: > 0 } named
        ? named
        : Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GatewayProgram").Value!;

    /// <param name="path">A program, or an assembly that needs the machine's runtime.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo Start(string path, params IEnumerable<string> arguments) =>
        path.EndsWith(".dll", StringComparison.Ordinal) ? Redirected("dotnet", [path, .. arguments]) : Redirected(path, arguments);

    private static ProcessStartInfo Redirected(string program, IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
}
