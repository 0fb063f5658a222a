namespace Gateway.Errors;

/// <summary>What an error asks of the client. Follows from the code's range.</summary>
public enum ErrorDuty
{
    /// <summary>Try again, with the position where there is one.</summary>
    RetryWithResume,

    /// <summary>The session or its numbering is gone: open or choose a session anew.</summary>
    StartOver,

    /// <summary>Trying again with the same request cannot help.</summary>
    GiveUp,

    /// <summary>The command has no known result; look before repeating it.</summary>
    OutcomeUnknown,
}
