using Gateway.Client;
using Gateway.CommandLine.Output;
using Gateway.Errors;

namespace Gateway.CommandLine.Running;

/// <summary>What a failed command says: one line, with what happened, its code and what to do.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Code">The name of the error code, or of the kind of failure.</param>
/// <param name="Message">What happened.</param>
/// <param name="Remedy">What to do; null when the message says so.</param>
internal sealed record FailureReport(int ExitCode, string Code, string Message, string? Remedy)
{
    private const string LogIn = "Log in: mxgateway login";
    private const string Probe = "Find out why: mxgateway probe";

    public static FailureReport Of(Exception error) => error switch
    {
        ToolFailure failure => new(failure.ExitCode, NameOf(failure.ExitCode), failure.Message, failure.Remedy),
        GatewayException refusal => new(ExitCodes.Of(refusal.Code), $"{refusal.Code}", refusal.Message, RemedyOf(refusal.Code)),
        MxAccessException refusal => new(ExitCodes.Refused, nameof(MxAccessException), refusal.Message, null),
        ArgumentException fault => new(ExitCodes.Usage, NameOf(ExitCodes.Usage), fault.Message, null),
        _ => new(ExitCodes.Failed, error.GetType().Name, error.Message, null),
    };

    public override string ToString() => PlainText.Of($"mxgateway: {Code}: {Message}{(Remedy is null ? "" : $" {Remedy}")}", PlainText.LongestLine);

    private static string NameOf(int exitCode) => exitCode switch
    {
        ExitCodes.Usage => "Usage",
        ExitCodes.Refused => "Refused",
        ExitCodes.Unreachable => "Unreachable",
        ExitCodes.NotFound => "NotFound",
        ExitCodes.TimedOut => "TimedOut",
        ExitCodes.Partial => "Partial",
        ExitCodes.Interrupted => "Interrupted",
        _ => "Failed",
    };

    private static string? RemedyOf(GatewayErrorCode code) => code switch
    {
        GatewayErrorCode.Unauthenticated or GatewayErrorCode.TokenExpired or GatewayErrorCode.TokenRevoked => LogIn,
        GatewayErrorCode.SessionNotFound or GatewayErrorCode.SessionClosed => "See which there are: mxgateway sessions list",
        GatewayErrorCode.WorkerUnavailable or GatewayErrorCode.WorkerLost or GatewayErrorCode.WorkerStartFailed or GatewayErrorCode.SessionFaulted => Probe,
        _ => null,
    };
}
