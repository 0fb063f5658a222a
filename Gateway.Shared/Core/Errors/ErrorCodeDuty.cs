namespace Gateway.Errors;

/// <summary>What an error code asks of the client.</summary>
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
