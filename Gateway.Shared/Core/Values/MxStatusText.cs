using System.Collections.Frozen;

namespace Gateway.Values;

/// <summary>
/// Statuses as texts for people. Texts exist for the details whose meaning is known; the TypeScript client has the same ones, and a
/// golden file compares both.
/// </summary>
public static class MxStatusText
{
    /// <summary>What each known detail means and what to do about it.</summary>
    public static FrozenDictionary<int, string> Details { get; } = new Dictionary<int, string>
    {
        [1] = "the request timed out",
        [2] = "the platform of the object cannot be reached",
        [3] = "the reference names a platform that does not exist",
        [4] = "the reference names an engine that does not exist",
        [5] = "the engine of the object cannot be reached",
        [6] = "the reference names nothing that exists; check the names of its object and attribute",
        [7] = "there is no galaxy repository",
        [8] = "the reference names an object that does not exist",
        [1003] = "an array needs brackets after its name, such as Tank101.Levels[]",
        [1012] = "the attribute accepts secured writes only; use WriteSecured with the id of a user",
        [1013] = "the attribute accepts verified writes only; use WriteSecured with the ids of a user and of a verifier",
    }.ToFrozenDictionary();

    /// <summary>Category, meaning and codes of a status, such as <c>SecurityError: … (detail 1013, detected by …)</c>.</summary>
    public static string Of(MxStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var meaning = Details.TryGetValue(status.Detail, out var text) ? $": {text}" : "";
        return FormattableString.Invariant($"{status.Category}{meaning} (detail {status.Detail}, detected by {status.DetectedBy})");
    }
}
