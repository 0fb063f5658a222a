using Gateway.Web.Tests.Front.Api;

namespace Gateway.Web.Tests.Hosting;

/// <summary>The routes of the gateway, as the table of their rights has them, which a test keeps complete.</summary>
internal static class DocumentedRoutes
{
    private static readonly string[][] Known = [.. RestAccessTableTests.All.Select(route => Segments(route.Split(' ')[1]).Prepend(route.Split(' ')[0]).ToArray())];

    /// <param name="method">The method of HTTP.</param>
    /// <param name="path">A path; a segment that begins with $, { or … stands for any value.</param>
    public static bool Has(string method, string path)
    {
        var wanted = Segments(path.Split('?')[0]);
        return Array.Exists(Known, route => (route[0] == "*" || route[0] == method) && route.Length == wanted.Length + 1 && wanted.Zip(route.Skip(1)).All(pair => Matches(pair.First, pair.Second)));
    }

    private static bool Matches(string wanted, string known) => wanted == known || known[0] == '{' || (known.StartsWith("{documentName}", StringComparison.Ordinal) && wanted.EndsWith(".json", StringComparison.Ordinal));

    private static string[] Segments(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
