using System.Globalization;

namespace Gateway.Worker.Executors;

/// <summary>
/// Reads the settings of executors, which are texts. A fault names its key; the setting keeps its current value.
/// </summary>
internal static class SettingText
{
    public static long ReadInteger(string key, string text, long present, List<string> faults)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        faults.Add($"'{key}' must be a whole number, not '{text}'.");
        return present;
    }

    /// <summary>Values beyond 32 bits are cut to 32 bits, so that the validator reports the bounds of the option.</summary>
    public static int ReadInt32(string key, string text, int present, List<string> faults) =>
        (int)Math.Clamp(ReadInteger(key, text, present, faults), int.MinValue, int.MaxValue);

    public static TimeSpan ReadMilliseconds(string key, string text, TimeSpan present, List<string> faults)
    {
        const long limit = int.MaxValue;
        var milliseconds = ReadInteger(key, text, (long)present.TotalMilliseconds, faults);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, -limit, limit));
    }

    public static bool ReadBoolean(string key, string text, List<string> faults)
    {
        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        faults.Add($"'{key}' must be true or false, not '{text}'.");
        return false;
    }
}
