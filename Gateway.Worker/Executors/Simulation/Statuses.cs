using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// The statuses that the simulator uses. The details 6, 1003, 1012 and 1013 are the vendor's; failures whose vendor code is not
/// known have detail 0.
/// </summary>
internal static class Statuses
{
    /// <summary>MX_E_InvalidReference.</summary>
    public static readonly MxStatus InvalidReference = Failed(
        MxStatusCategory.ConfigurationError, MxStatusSource.RespondingLmx, 6);

    /// <summary>An array was addressed without brackets.</summary>
    public static readonly MxStatus ArrayWithoutBrackets = Failed(
        MxStatusCategory.ConfigurationError, MxStatusSource.RespondingAutomationObject, 1003);

    public static readonly MxStatus SecuredWriteNeeded = Failed(
        MxStatusCategory.SecurityError, MxStatusSource.RespondingAutomationObject, 1012);

    public static readonly MxStatus VerifiedWriteNeeded = Failed(
        MxStatusCategory.SecurityError, MxStatusSource.RespondingAutomationObject, 1013);

    public static readonly MxStatus NotWritable = Failed(
        MxStatusCategory.SecurityError, MxStatusSource.RespondingAutomationObject, 0);

    /// <summary>The value cannot be converted to the attribute's type, or it is outside the attribute's limits.</summary>
    public static readonly MxStatus BadValue = Failed(
        MxStatusCategory.OperationalError, MxStatusSource.RespondingAutomationObject, 0);

    /// <summary>The write could not be stored.</summary>
    public static readonly MxStatus NotStored = Failed(
        MxStatusCategory.OperationalError, MxStatusSource.RespondingAutomationObject, 0);

    /// <summary>Returned by Suspend and Activate at once: the call is accepted, and the engine's answer follows.</summary>
    public static readonly MxStatus Pending = new()
    {
        Success = -1,
        Category = MxStatusCategory.Pending,
        DetectedBy = MxStatusSource.RequestingLmx,
    };

    public static readonly MxStatus RefusedLocally = Failed(
        MxStatusCategory.ConfigurationError, MxStatusSource.RequestingLmx, 0);

    private static MxStatus Failed(MxStatusCategory category, MxStatusSource source, int detail) =>
        new() { Success = 0, Category = category, DetectedBy = source, Detail = detail };
}
