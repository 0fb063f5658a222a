using Gateway.Values;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Whether a value may be believed: bad quality or a failed status makes the alarm unknown; uncertain is known, and shown by its quality.</summary>
internal static class AlarmQuality
{
    private const int ClassMask = 0xC0;

    public static bool IsGood(int quality, IReadOnlyList<MxStatus>? statuses) =>
        (quality & ClassMask) != 0 && (statuses is null || statuses.All(status => status.Success != 0));
}
