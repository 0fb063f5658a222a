using System.CommandLine;
using Gateway.CommandLine.Connecting;
using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Running;

/// <summary>One run of a command: what was asked for, and where its results go.</summary>
internal sealed class Invocation(ToolHost host, GlobalOptions globals, ParseResult parsed)
{
    public ToolHost Host => host;

    public Results Results { get; } = new(host, parsed.GetValue(globals.Json));

    public TimeSpan Timeout => parsed.GetValue(globals.Timeout) ?? GlobalOptions.DefaultTimeout;

    public string? ContextName => parsed.GetValue(globals.Context);

    public string? Url => parsed.GetValue(globals.Url);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The gateway that the command is for.</summary>
    /// <exception cref="ToolFailure">There is none, or it cannot be known which.</exception>
    public GatewayAccess Access() => new AccessChoice(host).Choose(ContextName, Url);
}
