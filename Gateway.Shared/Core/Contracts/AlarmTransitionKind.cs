using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmTransitionKind
{
    /// <summary>A new occurrence began.</summary>
    Raised = 1,

    /// <summary>It was not normal when the gateway saw it for the first time; when that began is what the source says.</summary>
    Found = 2,

    /// <summary>The condition is normal again.</summary>
    Cleared = 3,

    Acknowledged = 4,

    /// <summary>Whether it stands is no longer known.</summary>
    BecameUnknown = 5,

    /// <summary>It is known again, and as it was.</summary>
    Restored = 6,

    /// <summary>Something else of the alarm is different: priority, suppression, comment, value, limit.</summary>
    Changed = 7,

    /// <summary>The alarm is no longer watched, because its object or the configuration no longer has it.</summary>
    Removed = 8,
}
