using Gateway.Errors;

namespace Gateway.CommandLine.Running;

/// <summary>What the exit code of <c>mxgateway</c> says. The numbers are stable.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Something that this program did not expect.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a file or a value is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The gateway or the platform refused it; trying again cannot help.</summary>
    public const int Refused = 3;

    /// <summary>The gateway cannot be reached, or cannot serve at the moment; try again.</summary>
    public const int Unreachable = 4;

    /// <summary>The session, item, alarm, token or context is not there.</summary>
    public const int NotFound = 5;

    /// <summary>It took too long, or the outcome is not known: look before repeating it.</summary>
    public const int TimedOut = 6;

    /// <summary>Some of several things were done, or some events were missing.</summary>
    public const int Partial = 7;

    /// <summary>Ended by Ctrl+C before it was done.</summary>
    public const int Interrupted = 130;

    public static int Of(GatewayErrorCode code) => code switch
    {
        GatewayErrorCode.InvalidArgument => Usage,
        GatewayErrorCode.NotFound => NotFound,
        GatewayErrorCode.StartTimedOut => TimedOut,
        GatewayErrorCode.Internal or GatewayErrorCode.WorkerStartFailed => Failed,
        _ => ErrorCodeDuty.DutyOf(code) switch
        {
            ErrorDuty.RetryWithResume => Unreachable,
            ErrorDuty.StartOver => NotFound,
            ErrorDuty.OutcomeUnknown => TimedOut,
            _ => Refused,
        },
    };

    /// <summary>The code for several things of which each has its own: theirs when all agree, otherwise <see cref="Partial"/>.</summary>
    public static int Together(IReadOnlyCollection<int> codes) => codes.Distinct().Take(2).ToArray() switch
    {
        [] => Ok,
        [var one] => one,
        _ => Partial,
    };
}
