namespace Gateway.Errors;

/// <summary>What follows from a code.</summary>
public static class ErrorCodeDuty
{
    public static ErrorDuty DutyOf(GatewayErrorCode code) => ((int)code / 1000) switch
    {
        1 => ErrorDuty.RetryWithResume,
        2 => ErrorDuty.StartOver,
        4 => ErrorDuty.OutcomeUnknown,
        _ => ErrorDuty.GiveUp,
    };
}
