namespace Gateway.Web.Platform.Logging;

/// <summary>
/// Keeps query strings out of every log, because unmodified clients send their token there. The categories that write query strings log
/// only warnings and errors, whatever level the configuration sets for them or for a single log provider.
/// </summary>
internal static class QueryStringFilter
{
    private static readonly string[] Categories =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.HttpsPolicy",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
    ];

    public static void Cap(LoggerFilterOptions options)
    {
        for (var i = options.Rules.Count - 1; i >= 0; i--)
        {
            if (options.Rules[i].CategoryName is { } name && Categories.Any(category => name.StartsWith(category, StringComparison.OrdinalIgnoreCase)))
            {
                options.Rules.RemoveAt(i);
            }
        }

        // A rule for one provider overrides a rule for all providers, so each provider that has rules gets its own.
        string?[] providers = [.. options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct()];
        foreach (var provider in providers)
        {
            foreach (var category in Categories)
            {
                options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, null));
            }
        }
    }
}
