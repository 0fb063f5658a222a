using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Xunit.Sdk;

namespace Gateway.Worker.ComTests.Running;

/// <summary>Runs xunit's own framework in this process, without a test host, pipes or an adapter.</summary>
internal static class TestRun
{
    /// <returns>0 when at least one test ran and none failed.</returns>
    public static int Execute(string[] filters)
    {
        // A console under Wine requires an OEM code page; the raw stream accepts any bytes.
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        output.WriteLine($"A process for {RuntimeInformation.ProcessArchitecture}:");
        var assembly = Assembly.GetExecutingAssembly();
        using var framework = new XunitTestFramework(new NullMessageSink());
        var options = new RunOptions();
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        using var found = new CaseCollector();
        discoverer.Find(false, found, options);
        found.Finished.WaitOne();
        var cases = found.Cases.Where(test => filters.Length == 0 || filters.Any(filter => test.DisplayName.Contains(filter, StringComparison.OrdinalIgnoreCase)));

        using var executor = framework.GetExecutor(assembly.GetName());
        using var results = new ResultPrinter(output);
        executor.RunTests(cases, results, options);
        results.Finished.WaitOne();
        output.WriteLine($"{results.Passed} passed, {results.Failed} failed, {results.Skipped} skipped");
        return results.Failed == 0 && results.Passed > 0 ? 0 : 1;
    }
}
