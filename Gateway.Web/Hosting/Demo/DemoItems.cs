using Gateway.Web.Access.Items;

namespace Gateway.Web.Hosting.Demo;

/// <summary>Which attributes of its objects the demo session advises.</summary>
internal static class DemoItems
{
    /// <summary>
    /// An alarm has more than twenty attributes. The demo session leaves out those that an operator seldom reads, and the alarms that would
    /// outnumber all other items, because the page shows every item of the session in one table.
    /// </summary>
    private static readonly string[] Hidden =
    [
        "*.Alarm*", "*.Condition", "*.Category", "*.TimeAlarmOff", "*.TimeAlarmAcked", "*.ActiveAlarmState",
        "*.LevelAlarm.*", "*.Roc.*", "*.Dev.*", "*.Bad.*",
    ];

    public static bool IsAdvised(string reference) => !Array.Exists(Hidden, glob => ItemGlob.Matches(glob, reference));
}
