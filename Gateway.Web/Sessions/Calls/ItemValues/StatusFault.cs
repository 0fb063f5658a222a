using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>What the platform's statuses say went wrong, as a code and a text.</summary>
internal static class StatusFault
{
    /// <summary>Null when no status is a failure.</summary>
    public static GatewayException? Of(IReadOnlyList<MxStatus>? statuses) => statuses?.FirstOrDefault(status => status.Success == 0) is { } first
        ? new GatewayException(CodeOf(first), string.Join("; ", statuses.Where(status => status.Success == 0).Select(MxStatusText.Of)) + ".")
        : null;

    /// <summary>Whether the statuses say that the outcome is still to come.</summary>
    public static bool IsPending(IReadOnlyList<MxStatus> statuses) => statuses.Count > 0 && statuses.All(status => status.Category == MxStatusCategory.Pending);

    private static GatewayErrorCode CodeOf(MxStatus status) => status.Category switch
    {
        MxStatusCategory.SecurityError => GatewayErrorCode.Forbidden,
        MxStatusCategory.CommunicationError => GatewayErrorCode.WorkerUnavailable,
        MxStatusCategory.ConfigurationError => GatewayErrorCode.NotFound,
        _ => GatewayErrorCode.InvalidArgument,
    };
}
