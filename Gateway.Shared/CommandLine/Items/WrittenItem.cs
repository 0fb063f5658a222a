using Gateway.CommandLine.Running;
using Gateway.Errors;

namespace Gateway.CommandLine.Items;

/// <summary>What became of one write.</summary>
internal sealed record WrittenItem
{
    public required string Item { get; init; }

    /// <summary><c>written</c>, <c>refused</c> or <c>unknown</c>.</summary>
    public required string Outcome { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int ExitCode => Outcome switch
    {
        "written" => ExitCodes.Ok,
        // A value that the platform does not take was well formed, so it is no wrong command line.
        "refused" => Enum.TryParse<GatewayErrorCode>(Code, out var code) && code != GatewayErrorCode.InvalidArgument ? ExitCodes.Of(code) : ExitCodes.Refused,
        _ => ExitCodes.TimedOut,
    };
}
