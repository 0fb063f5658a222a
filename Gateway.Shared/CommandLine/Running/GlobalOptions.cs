using System.CommandLine;

namespace Gateway.CommandLine.Running;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public Option<string?> Context { get; } = new("--context", "-c")
    {
        HelpName = "NAME",
        Description = "The gateway to use, by the name of its context; the current one if absent.",
        Recursive = true,
    };

    public Option<string?> Url { get; } = new("--url")
    {
        HelpName = "URL",
        Description = "The gateway to use, by its address, with the token in MXGATEWAY_TOKEN.",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON for other programs.", Recursive = true };

    public Option<TimeSpan?> Timeout { get; } = Durations.Option("--timeout", "How long to wait for the gateway; 30s if absent.");

    public void AddTo(RootCommand root)
    {
        Timeout.Recursive = true;
        foreach (var option in (Option[])[Context, Url, Json, Timeout])
        {
            root.Options.Add(option);
        }
    }
}
