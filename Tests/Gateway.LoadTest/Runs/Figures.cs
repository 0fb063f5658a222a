using System.Globalization;

namespace Gateway.LoadTest.Runs;

/// <summary>Formats figures of several rounds: the median, with the lowest and the highest in brackets.</summary>
internal static class Figures
{
    /// <summary>With spaces between thousands, as in <c>100 000</c>.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>With the number of digits that is meaningful: <c>0.230</c>, <c>2.01</c>, <c>10.8</c>, <c>352</c>.</summary>
    public static string Short(double value) => value.ToString(value switch { < 1 => "0.000", < 10 => "0.00", < 20 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);

    public static string Fixed(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>For example <c>2.01 (1.80–2.20)</c>; a single figure has no brackets.</summary>
    public static string Spread(IReadOnlyCollection<double> values, Func<double, string> text, bool bold = false)
    {
        var median = bold ? $"**{text(Median(values))}**" : text(Median(values));
        return values.Count < 2 ? median : $"{median} ({text(values.Min())}–{text(values.Max())})";
    }

    /// <summary>For an even number of values the mean of the two middle ones; NaN if there are none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The number of rounds as text, with small numbers as words: <c>three rounds</c>.</summary>
    public static string Rounds(int count)
    {
        string[] words = ["", "one round", "two rounds", "three rounds", "four rounds", "five rounds", "six rounds"];
        return count < words.Length ? words[count] : $"{count} rounds";
    }
}
